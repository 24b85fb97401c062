"""What the commands about the levels of an edition say, in both languages."""

from __future__ import annotations

from service.domain.text import Text

LEVELS_SHORT = Text(en="Complete an edition from its document.", zh="对照原文补全一个版本。")
LEVELS = Text(
    en="""Complete an edition from its document: export the table, fill it in, check it, apply it.

benchmarks/README.md says how, step by step.""",
    zh="""对照原文补全一个版本：导出表格，填写，检查，写入。

步骤见 benchmarks/README.md。""",
)
EXPORT_SHORT = Text(en="Write an edition as a table to fill in.", zh="将一个版本导出为待填写的表格。")
EXPORT = Text(
    en="""Write the table of EDITION as a file to fill in.

It has every row in the order of the document, the levels that are available, and empty cells with a note for those
that are not. GET /v1/editions/EDITION/levels.xlsx answers the same file.""",
    zh="""将 EDITION 的表格导出为待填写的文件。

各行按文件顺序排列，已收录的水平照录，未收录的留空并在备注中说明。GET /v1/editions/EDITION/levels.xlsx 返回同一文件。""",
)
CHECK_SHORT = Text(en="Check a filled table; write nothing.", zh="检查填写好的表格，不写入。")
CHECK = Text(
    en="""List every fault of a filled table, and every difference from the data. Nothing is written.

Exit status 0, or 3 if the table has faults.""",
    zh="""列出填写好的表格中的全部错误，以及与已收录数据的全部差异。不写入任何内容。

退出状态为 0；表格有误时为 3。""",
)
APPLY_SHORT = Text(en="Write what was read into the data files.", zh="将核对结果写入数据文件。")
APPLY = Text(
    en="""Write what was read in the document into the data files, and into the transcription of a checkout.

All files are written, or none: a table with a fault changes nothing. Printed are the lines for the changelog, with
corrections first, and the worked cases whose verdicts change.

\b
    python -m service levels apply levels.xlsx \\
      --document '发改产业〔2023〕723号' --sha256 0f3a…""",
    zh="""将对照原文的核对结果写入数据文件；如为代码仓库，同时写入转录表。

要么全部写入，要么不写：表格有误则不作任何更改。随后输出更新日志的条目（更正在前），以及判定发生变化的算例。

\b
    python -m service levels apply levels.xlsx \\
      --document '发改产业〔2023〕723号' --sha256 0f3a…""",
)
OPTIONS = {
    "output": Text(en="File to write, .xlsx or .csv.", zh="要写入的文件，.xlsx 或 .csv。"),
    "benchmarks": Text(en="Folder of the values.  [default: BENCHMARKS_DIR]", zh="数据目录。[默认：BENCHMARKS_DIR]"),
    "document": Text(
        en="Name of the document that was read; the number of the edition must be in it.",
        zh="所核对文件的名称，须含该版本的文号。",
    ),
    "sha256": Text(
        en="SHA-256 of the file of the document, as sha256sum prints it.",
        zh="文件原件的 SHA-256，如 sha256sum 所输出。",
    ),
}

NO_FORMAT = Text(en="the name {path} does not end in .xlsx or .csv", zh="文件名 {path} 不以 .xlsx 或 .csv 结尾")
NO_DOCUMENT = Text(
    en="--document: at most 200 characters in one line, without a semicolon",
    zh="--document：一行以内，至多 200 个字符，不含分号",
)
OTHER_DOCUMENT = Text(
    en="--document: {document} does not name {number}, the document of {edition}",
    zh="--document：{document} 不含 {edition} 的文号 {number}",
)
NO_HASH = Text(en="--sha256: 64 digits 0-9 a-f", zh="--sha256：64 位 0-9 a-f 数字")
HASH_OF_TABLE = Text(
    en="--sha256: that is the hash of {path} itself, not of the document",
    zh="--sha256：这是 {path} 自身的哈希值，不是文件原件的",
)
EXISTS = Text(en="it exists already, and may be filled in", zh="该文件已存在，其中可能已有填写内容")
NO_CONTENT = Text(en="it is empty", zh="文件为空")
FAULTY = Text(en="{path} has {count} fault(s); nothing was written:", zh="{path} 有 {count} 处错误，未写入任何内容：")
NOTHING_READ = Text(
    en="No row of {edition} says a page, so no row was read in the document.",
    zh="{edition} 没有任何行填写所在页，即没有核对任何行。",
)
READ = Text(en="Rows of {edition} that were read in the document: {rows}", zh="{edition}：对照原文核对了 {rows} 行")
EFFECTS = {
    "corrected": Text(en="Corrected: the document contradicts the data", zh="更正：原文与已收录的数值不一致"),
    "added": Text(en="Added", zh="新增"),
    "confirmed": Text(en="Confirmed", zh="确认"),
}
FAR = Text(
    en="Look at these again: they differ from another edition by more than half",
    zh="请再次核对：与其他版本相差一半以上",
)
STILL_MISSING = Text(en="Rows still without one level or both: {count}", zh="仍缺一项或两项水平的行：{count}")
NOTHING_WRITTEN = Text(en="Nothing was written.", zh="未写入任何内容。")
NOTHING_TO_WRITE = Text(
    en="The data has all of this already; nothing was written.", zh="全部内容均已收录，未写入任何内容。"
)
WRITTEN = Text(en="Written: {path}", zh="已写入：{path}")
FILES_WRITTEN = Text(en="Written: {count} file(s) in {folder}", zh="已写入：{folder} 中的 {count} 个文件")
NO_TRANSCRIPTION = Text(
    en="No transcription belongs to this folder, so none was written.", zh="该目录没有对应的转录表，故未写入转录表。"
)
CHANGELOG = Text(en="For the changelog:", zh="更新日志条目：")
ELSEWHERE = Text(en="{edition} has {value}", zh="{edition} 为 {value}")
CASES_CHANGED = Text(en="Worked cases whose verdicts change; look at them:", zh="判定发生变化的算例，请核对：")
CASES_SAME = Text(en="No worked case changes its verdict.", zh="没有算例的判定发生变化。")
NO_CASES = Text(en="There are no worked cases beside this folder.", zh="该目录旁没有算例。")
NEXT_IN_CHECKOUT = Text(
    en='Next: put these lines into CHANGELOG.md under "Benchmark values", run `make figures` and `make test`, and read the comments at the top of '
    "{files}: they may no longer hold.",
    zh="接下来：将以上条目写入 CHANGELOG.md 的 “Benchmark values” 一节，运行 make figures 和 make test，并查看 {files} 开头的注释是否仍然成立。",
)
NEXT_ELSEWHERE = Text(
    en="Next: restart the service, or send it SIGHUP; it reads the folder then.",
    zh="接下来：重启服务，或向其发送 SIGHUP，服务即读取该目录。",
)
