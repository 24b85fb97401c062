"""What the command line says of its own, in both languages."""

from __future__ import annotations

from service.domain.text import Text

ABOUT = Text(
    en="Which production lines reach the official energy-efficiency benchmark level (标杆水平) of their product?",
    zh="哪些产能达到了国家规定的能效标杆水平？",
)
EVALUATE = Text(
    en="""Judge a list of capacities, and say where it stands against a goal.

LIST is a file, or - for standard input. It is read and judged as POST /v1/evaluations does, without a network. What
a JSON list itself says about goal, edition, weighting and strict holds unless the option is given here. Rejected lines are shown and are in no
total; with --strict they refuse the list.

\b
Exit status:
  0    the goal is met, also where
       lines were rejected, which
       are in no total: see --strict
  1    the goal is not met
  2    undetermined by this list
  3    no answer: a wrong list or
       option, a file that cannot be
       read or written, or --strict
  130  interrupted
  141  the output was not read""",
    zh="""评估产能清单，并说明其与目标的差距。

LIST 为文件，或以 - 表示标准输入。读取和判定与 POST /v1/evaluations 相同，无需网络。JSON 清单自身所写的 goal、edition、weighting 和 strict 有效，除非在此给出相应选项。被拒绝的行会列出，但不计入合计；用 --strict 则拒绝整个清单。

\b
退出状态：
  0    达到目标；即使有行被拒绝
       （不计入合计）：见 --strict
  1    未达到目标
  2    凭该清单无法确定
  3    没有结果：清单或选项有误，
       文件无法读写，或因 --strict
  130  被中断
  141  输出的读取方已关闭""",
)
EVALUATE_SHORT = Text(en="Judge a list of capacities.", zh="评估产能清单。")
READ = Text(
    en="""Read a table without judging it, and print what POST /v1/tables answers.

LIST is a CSV file or a workbook. The answer has its columns, all that was left out or skipped, and each row as a line of
JSON. Exit status 0, or 3 if the table leaves questions or cannot be read.""",
    zh="""读取表格而不作评估，输出 POST /v1/tables 的答复。

LIST 为 CSV 文件或工作簿。答复包括其各列、未采用或略过的全部内容，以及写成 JSON 的各行。退出状态为 0；表格有待指明之处或无法读取时为 3。""",
)
READ_SHORT = Text(en="Read a table without judging it.", zh="读取表格而不作评估。")
BENCHMARKS_SHORT = Text(en="Show the official levels.", zh="显示官方公布的水平。")
BENCHMARKS = Text(
    en="""Show the rows of the official tables: both levels with unit and evidence, or that they are not held.

QUERY is part of an id, a Chinese or English name or an alias. Without --edition, every edition is shown, and one row
for those that agree. Exit status 0, or 3 if nothing can be answered.""",
    zh="""显示官方表格的各行：两项水平及其单位和依据，或说明未收录。

QUERY 为编号、中英文名称或别名的一部分。不指定 --edition 时显示全部版本，内容相同的版本合为一行。退出状态为 0；无法回答时为 3。""",
)
KEYS_SHORT = Text(en="Make access keys.", zh="生成访问密钥。")
KEYS = Text(
    en="Make access keys for a service that asks for them: see API_KEYS_FILE in docs/operations.md.",
    zh="为要求密钥的服务生成访问密钥：见 docs/operations.md 中的 API_KEYS_FILE。",
)
KEYS_ADD = Text(
    en="""Make a key for NAME.

The key is shown this once, on standard error. Its line for the file of keys goes to standard output:

    python -m service keys add NAME >> keys.txt""",
    zh="""为 NAME 生成密钥。

密钥仅在标准错误输出中显示这一次。写入密钥文件的一行输出到标准输出：

    python -m service keys add NAME >> keys.txt""",
)
KEY_SHOWN = Text(en="The key of {name}, shown this once: {key}", zh="{name} 的密钥（仅显示这一次）：{key}")
NO_KEY_NAME = Text(en="NAME is 1 to 64 of A-Z a-z 0-9 _ -", zh="NAME 须为 1 至 64 个 A-Z a-z 0-9 _ - 字符")
OPTIONS = {
    "goal": Text(
        en="Id of a goal, or a share of your own such as 0.6.  [default: the default goal of the values]",
        zh="目标的编号，或自定的比例，如 0.6。[默认：数据中的默认目标]",
    ),
    "edition": Text(
        en="Id of the edition to judge by.  [default: the goal's]", zh="判定所依据的版本。[默认：目标的版本]"
    ),
    "edition_shown": Text(en="Id of the edition to show.", zh="要显示的版本。"),
    "weighting": Text(en="What a line weighs.  [default: the goal's]", zh="每行的权重。[默认：目标的加权方式]"),
    "strict": Text(en="Refuse the list if any line is wrong.", zh="有任何一行有误即拒绝整个清单。"),
    "lang": Text(en="Language of texts.  [default: by LC_ALL or LANG]", zh="文字的语言。[默认：依 LC_ALL 或 LANG]"),
    "format": Text(
        en="Format of LIST.  [default: by its name; standard input is json]",
        zh="LIST 的格式。[默认：依文件名；标准输入为 json]",
    ),
    "charset": Text(en="Charset of a CSV list.  [default: found out]", zh="CSV 清单的编码。[默认：自动识别]"),
    "sheet": Text(
        en="Sheet of a workbook; may be repeated, and * is every visible one.  [default: the first visible one]",
        zh="工作簿中的工作表；可重复给出，* 为全部可见的工作表。[默认：第一个可见的]",
    ),
    "header_row": Text(en="First row of a table's header.  [default: found out]", zh="表头的第一行。[默认：自动识别]"),
    "column": Text(
        en="What a column of a table holds, such as capacity:设计规模. May be repeated.",
        zh="表格某列所填的字段，如 capacity:设计规模。可重复给出。",
    ),
    "ignore": Text(
        en="A column of a table to leave out; * is every unknown one. May be repeated.",
        zh="表格中不采用的列；* 为全部未知的列。可重复给出。",
    ),
    "group": Text(en="The column of a table that is the group.", zh="作为分组的列。"),
    "unit": Text(
        en="The unit of a column of a table, such as capacity:万t/a. May be repeated.",
        zh="表格某列的单位，如 capacity:万t/a。可重复给出。",
    ),
    "product": Text(
        en="The product of all lines of a table without a column for it; with several sheets SHEET:PRODUCT, repeated.",
        zh="没有产品列的表格中各行的产品；有多个工作表时写作“工作表:产品”，可重复给出。",
    ),
    "missing": Text(en="What cells without a value say, such as —,/ .", zh="没有值的单元格所写的内容，如 —,/ 。"),
    "numbers": Text(
        en="grouped: numbers of a table may have commas, such as 1,240,000.",
        zh="grouped 表示表格中的数字可带千位分隔符，如 1,240,000。",
    ),
    "output": Text(
        en="Also write the full answer to a file, whole or not at all; - is standard output, and the summary then goes to "
        "standard error.",
        zh="另将完整答复写入文件（要么完整写入，要么不写）；- 为标准输出，此时摘要写到标准错误。",
    ),
    "output_format": Text(
        en="Format of the answer.  [default: by OUT's name; standard output is json]",
        zh="答复的格式。[默认：依 OUT 的文件名；标准输出为 json]",
    ),
    "json": Text(en="Print what GET /v1/benchmarks answers.", zh="输出 GET /v1/benchmarks 的答复。"),
    "help": Text(en="Show this message and exit.", zh="显示本说明。"),
}

ERROR = Text(en="Error", zh="错误")
TABLE_ONLY = Text(en="{path} is not a table: read takes csv and xlsx", zh="{path} 不是表格：read 只接受 csv 和 xlsx")
TABLE_READ = Text(en="Read: {columns}; header in row {row}", zh="已读取：{columns}；表头在第 {row} 行")
TABLE_SHEET = Text(en="Sheet {sheet}", zh="工作表 {sheet}")
LEFT_OUT = Text(en="Left out: {columns}", zh="未采用的列：{columns}")
SKIPPED = Text(en="Skipped rows: {rows}", zh="略过的行：{rows}")
NOT_READ = Text(en="Sheets not read: {sheets}", zh="未读取的工作表：{sheets}")
ONLY_FOR = Text(en="{option} is for {format} lists only", zh="{option} 仅用于 {format} 清单")
CANNOT_READ = Text(en="{path} cannot be read: {why}", zh="无法读取 {path}：{why}")
CANNOT_WRITE = Text(en="{path} cannot be written: {why}", zh="无法写入 {path}：{why}")
SAME_FILE = Text(en="it is the list itself", zh="它就是输入的清单")
UNKNOWN_FORMAT = Text(
    en="the name {path} does not end in {endings}; say {option}",
    zh="文件名 {path} 不以 {endings} 结尾；请用 {option} 指明",
)
OR = Text(en=" or ", zh="、")
MORE_FAULTS = Text(en="… and {count} more", zh="……另有 {count} 处")
EVALUATING = Text(en="Evaluating", zh="正在评估")
LINES_DONE = Text(en="{count} lines", zh="{count} 行")

GOAL_OF_YOUR_OWN = Text(en="goal of your own", zh="自定目标")
SHARE_GOAL = {
    False: Text(
        en="at least {target} of {what} at the benchmark level", zh="{what}中达到标杆水平的比例不低于 {target}"
    ),
    True: Text(en="more than {target} of {what} at the benchmark level", zh="{what}中达到标杆水平的比例超过 {target}"),
}
CLEARANCE_GOAL = Text(
    en="at most {target} of {what} below the baseline level", zh="{what}中低于基准水平的比例不高于 {target}"
)
SCOPE = Text(en="stated for: {scope}", zh="适用范围：{scope}")
BY = Text(en="{goal}, by {day}", zh="{goal}，期限 {day}")
WEIGHTED = {
    "capacity": Text(en="the capacity", zh="产能"),
    "energy": Text(en="the capacity, weighed by energy,", zh="按能耗加权的产能"),
    "sector_mean": Text(en="the capacity, in the mean of the sectors,", zh="各领域平均的产能"),
    "lines": Text(en="the lines", zh="生产线"),
}
COLON = Text(en=": ", zh="：")
BAND = Text(en="between {low} and {high}", zh="{low} 至 {high}")
REACHED = Text(
    en="{share} of {what} is at the benchmark level; {target} is asked for.",
    zh="{what}中 {share} 达到标杆水平；目标：{target}。",
)
REMAINING = Text(
    en="{share} of {what} is below the baseline level; at most {target} is asked for.",
    zh="{what}中 {share} 低于基准水平；目标：不高于 {target}。",
)
OVER = Text(en="over {amount}", zh="超过 {amount}")
MISSING = Text(
    en="Missing: {amount} more at the benchmark level would meet the goal.",
    zh="尚缺：再有 {amount} 达到标杆水平即达到目标。",
)
TO_LIFT = Text(
    en="Missing: {amount} more lifted to the baseline level would meet the goal.",
    zh="尚缺：再有 {amount} 提升至基准水平即达到目标。",
)
EXCESS = Text(
    en="All lines at their benchmark levels would save {amount}.", zh="若各行均达到标杆水平，每年可节能 {amount}。"
)
EXCESS_WITHOUT = Text(en=" Not known for {count} lines.", zh="另有 {count} 行无法计算。")
LINES = Text(en="lines", zh="行")
MISSING_SHARE = Text(
    en="Missing: {amount} of the mean would meet the goal.", zh="尚缺：平均比例再提高 {amount} 即达到目标。"
)
ROUNDED = Text(
    en="Shares are rounded here; the goal was decided on exact figures.",
    zh="此处的比例经过修约；判断目标时使用精确值。",
)
PROVISIONAL = Text(en="Provisional: rejected lines are in no total.", zh="暂定：被拒绝的行不计入任何合计。")
COUNTS = Text(
    en="Lines: {submitted}; {graded} graded, {ungraded} ungraded, {rejected} rejected",
    zh="共 {submitted} 行：已定级 {graded}，未定级 {ungraded}，被拒绝 {rejected}",
)
TARGET = Text(en="target {target}", zh="目标 {target}")
SECTORS = Text(
    en="Sectors: capacity by standing, share at the benchmark level, total",
    zh="各领域：产能构成、达到标杆水平的比例、合计",
)
INDEX = "lines[{index}]"
"""A line by its place in the list, counted from 0 as in the answer."""
REJECTED = Text(en="Rejected lines", zh="被拒绝的行")
ROW = Text(en="row {row}", zh="第 {row} 行")
MORE_LINES = Text(en="… and {count} more", zh="……另有 {count} 行")
GRADED_BY = Text(en="Judged by {edition} ({document})", zh="依据 {edition}（{document}）")
WRITTEN = Text(en="The full answer is in {path}", zh="完整答复见 {path}")

EDITION = Text(en="edition", zh="版本")
BENCHMARK = Text(en="benchmark", zh="标杆水平")
BASELINE = Text(en="baseline", zh="基准水平")
UNIT = Text(en="unit", zh="单位")
EVIDENCE = Text(en="evidence", zh="依据")
NOT_HELD = Text(en="not held", zh="未收录")
NO_ROWS = Text(en="No row has {query} in its id, names or aliases.", zh="没有编号、名称或别名含 {query} 的行。")
NEAR = Text(en="Near names: {list}", zh="相近的有：{list}")

USAGE = Text(en="Usage: ", zh="用法：")
HEADINGS = {"Options": Text(en="Options", zh="选项"), "Commands": Text(en="Commands", zh="命令")}
TRY_HELP = Text(en="'{command} --help' explains it.", zh="用法见 {command} --help。")
