"""Every text that a person reads, in both languages; codes and ids stay as they are."""
