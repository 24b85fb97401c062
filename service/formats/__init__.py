"""Lists in and answers out, in every format, for the web and the command line alike.

Every format is read into the same lines and written from the same verdicts, so the rules and the answer do not depend
on it.
"""
