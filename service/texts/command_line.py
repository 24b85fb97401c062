"""The words of the command line, in both languages."""

from __future__ import annotations

from service.domain.text import Text

ABOUT = Text(
    en="Which production lines reach the official energy-efficiency benchmark level (标杆水平) of their product?",
    zh="哪些产能达到了国家规定的能效标杆水平？",
)
EVALUATE = Text(
    en="""Evaluate a list of capacities, and show where it stands against a goal.

LIST is a file, or - for standard input. It is evaluated as by POST /v1/evaluations, without a network. The options in
a JSON list apply unless the option is given here. Rejected lines are shown and are not in any total; while there are
any, the goal is undetermined: see --rejected and --strict.

\b
Exit status:
  0    the goal is met
  1    the goal is not met
  2    this list cannot decide it, or
       lines were rejected
  3    no answer: an invalid list or
       option, a file that cannot be
       read or written, or --strict
  130  interrupted
  141  the output was closed""",
    zh="""评估产能清单，并说明其与目标的差距。

LIST 为文件，或以 - 表示标准输入。读取和判定与 POST /v1/evaluations 相同，无需网络。JSON 清单自身所写的选项有效，除非在此给出相应选项。被拒绝的行会列出，但不计入合计；只要有行被拒绝，目标即无法判定，见 --rejected 和 --strict。

\b
退出状态：
  0    达到目标
  1    未达到目标
  2    凭该清单无法确定，
       包括有行被拒绝
  3    没有结果：清单或选项有误，
       文件无法读写，或因 --strict
  130  被中断
  141  输出的读取方已关闭""",
)
EVALUATE_SHORT = Text(en="Evaluate a list of capacities.", zh="评估产能清单。")
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
    en="""Show the rows of the official tables: both levels with unit and evidence, or that they are not available.

QUERY is part of an id, a Chinese or English name or an alias. Without --edition, all editions are shown, with one row
for those that agree. The exit status is 0, or 3 if there is no answer.""",
    zh="""显示官方表格的各行：两项水平及其单位和依据，或说明未收录。

QUERY 为编号、中英文名称或别名的一部分。不指定 --edition 时显示全部版本，内容相同的版本合为一行。退出状态为 0；无法回答时为 3。""",
)
KEYS_SHORT = Text(en="Make access keys.", zh="生成访问密钥。")
KEYS = Text(
    en="Make access keys for a service that requires them: see API_KEYS_FILE in docs/operations.md.",
    zh="为要求密钥的服务生成访问密钥：见 docs/operations.md 中的 API_KEYS_FILE。",
)
KEYS_ADD = Text(
    en="""Make a key for NAME.

The key is shown only once, on standard error. Its line for the file of keys goes to standard output:

    python -m service keys add NAME >> keys.txt""",
    zh="""为 NAME 生成密钥。

密钥仅在标准错误输出中显示这一次。写入密钥文件的一行输出到标准输出：

    python -m service keys add NAME >> keys.txt""",
)
KEY_SHOWN = Text(en="The key of {name}, shown only once: {key}", zh="{name} 的密钥（仅显示这一次）：{key}")
NO_KEY_NAME = Text(
    en="NAME must be 1 to 64 characters of A-Z a-z 0-9 _ -", zh="NAME 须为 1 至 64 个 A-Z a-z 0-9 _ - 字符"
)
OPTIONS = {
    "goal": Text(
        en="Id of a goal, or a share of your own such as 0.6, or a goal of your own as a JSON object.  [default: the "
        "default goal of the data]",
        zh="目标的编号，或自定的比例（如 0.6），或以 JSON 对象自定的目标。[默认：数据中的默认目标]",
    ),
    "goals": Text(en="Further goals: all, or ids separated by commas.", zh="另行比较的目标：all，或以逗号分隔的编号。"),
    "as_of": Text(en="The day for editions and deadlines, YYYY-MM-DD.", zh="据以确定版本和期限的日期，YYYY-MM-DD。"),
    "rejected": Text(
        en="Whether rejected lines block the goal, or are left out of it.  [default: block]",
        zh="被拒绝的行使目标无法判定（block），或不计入判定（leave_out）。[默认：block]",
    ),
    "a_line_is": Text(
        en="What each line is, for a goal that counts enterprises.", zh="每行代表什么，用于统计企业数的目标。"
    ),
    "edition": Text(
        en="Id of the edition to grade by.  [default: the one in force on --as-of, else the goal's]",
        zh="判定所依据的版本。[默认：--as-of 当日施行的版本，否则为目标的版本]",
    ),
    "edition_shown": Text(en="Id of the edition to show.", zh="要显示的版本。"),
    "weighting": Text(en="Weight of a line.  [default: the goal's]", zh="每行的权重。[默认：目标的加权方式]"),
    "strict": Text(en="Refuse the list if any line is invalid.", zh="有任何一行有误即拒绝整个清单。"),
    "lang": Text(en="Language of texts.  [default: from LC_ALL or LANG]", zh="文字的语言。[默认：依 LC_ALL 或 LANG]"),
    "format": Text(
        en="Format of LIST.  [default: from its name; json for standard input]",
        zh="LIST 的格式。[默认：依文件名；标准输入为 json]",
    ),
    "charset": Text(en="Charset of a CSV list.  [default: detected]", zh="CSV 清单的编码。[默认：自动识别]"),
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
        en="Also write the full answer to a file, completely or not at all; - is standard output, and then the summary "
        "goes to standard error.",
        zh="另将完整答复写入文件（要么完整写入，要么不写）；- 为标准输出，此时摘要写到标准错误。",
    ),
    "output_format": Text(
        en="Format of the answer.  [default: from OUT's name; json for standard output]",
        zh="答复的格式。[默认：依 OUT 的文件名；标准输出为 json]",
    ),
    "json": Text(en="Print the answer of GET /v1/benchmarks.", zh="输出 GET /v1/benchmarks 的答复。"),
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
    en="the name {path} does not end in {endings}; use {option}",
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
SCOPE = Text(en="applies to: {scope}", zh="适用范围：{scope}")
BY = Text(en="{goal}, by {day}", zh="{goal}，期限 {day}")
WEIGHTED = {
    "capacity": Text(en="the capacity", zh="产能"),
    "energy": Text(en="the capacity, weighted by energy,", zh="按能耗加权的产能"),
    "sector_mean": Text(en="the capacity, as the mean of the sectors,", zh="各领域平均的产能"),
    "lines": Text(en="the lines", zh="生产线"),
}
COLON = Text(en=": ", zh="：")
BAND = Text(en="between {low} and {high}", zh="{low} 至 {high}")
REACHED = Text(
    en="{share} of {what} is at the benchmark level; the target is {target}.",
    zh="{what}中 {share} 达到标杆水平；目标：{target}。",
)
REMAINING = Text(
    en="{share} of {what} is below the baseline level; the target is at most {target}.",
    zh="{what}中 {share} 低于基准水平；目标：不高于 {target}。",
)
OVER = Text(en="over {amount}", zh="超过 {amount}")
MISSING = Text(
    en="Missing: {amount} more at the benchmark level would meet the goal.",
    zh="尚缺：再有 {amount} 达到标杆水平即达到目标。",
)
TO_LIFT = Text(
    en="Missing: {amount} more raised to the baseline level would meet the goal.",
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
    en="The shares shown are rounded; the goal was decided on exact figures.",
    zh="此处的比例经过修约；判断目标时使用精确值。",
)
PROVISIONAL = Text(en="Provisional: rejected lines are not in any total.", zh="暂定：被拒绝的行不计入任何合计。")
COUNTS = Text(
    en="Lines: {submitted}; {graded} graded, {ungraded} ungraded, {rejected} rejected",
    zh="共 {submitted} 行：已定级 {graded}，未定级 {ungraded}，被拒绝 {rejected}",
)
IN_SCOPE = Text(
    en="The goal counts {counted} line(s); {rest} are of other sectors.",
    zh="目标统计 {counted} 行；另有 {rest} 行属于其他领域。",
)
BLOCKED = {
    "lines_rejected": Text(
        en="Lines were rejected, so the goal is not decided. --rejected leave_out decides it on the other lines.",
        zh="有行被拒绝，目标无法判定。用 --rejected leave_out 可仅按其余各行判定。",
    ),
    "scope_differs": Text(
        en="The goal counts enterprises. If each line is one, say --a-line-is enterprise.",
        zh="该目标统计的是企业。若每行即一家企业，请用 --a-line-is enterprise。",
    ),
}
"""Why a goal is not decided whatever its share is."""
FURTHER_GOALS = Text(en="Further goals", zh="其他目标")
WITHOUT_LINES = Text(en="No line counts for: {goals}", zh="没有可计入的行：{goals}")
PIPELINE = Text(en="Planned and under construction: the benchmark level is required", zh="拟建和在建：须达到标杆水平")
PIPELINE_LINES = Text(
    en="Lines: {total}, of which {met} meet it; they are in no other total.",
    zh="共 {total} 行，其中 {met} 行达到；不计入其他合计。",
)
DEADLINES = Text(
    en="Deadlines of lines below the baseline level, as of {day}", zh="低于基准水平各行的期限（截至 {day}）"
)
DAYS_LEFT = Text(
    en="{by}: {days} day(s) left, {count} line(s) ({document})", zh="{by}：剩 {days} 天，{count} 行（{document}）"
)
DAYS_OVER = Text(
    en="{by}: {days} day(s) over, {count} line(s) ({document})", zh="{by}：已过 {days} 天，{count} 行（{document}）"
)
IN_PRINCIPLE = Text(en="{by} in principle", zh="原则上 {by}")
WARNINGS = Text(en="Warnings", zh="提示")
BASES = {
    "in_force": Text(en="On {day}: {state}", zh="{day}：{state}"),
    "published": Text(
        en="On {day}: {state}, counted from its publication; the day of its coming into force is not available",
        zh="{day}：{state}（按发布日期计；未收录施行日期）",
    ),
}
"""What an edition is on a day, by the day that it counts from."""
TARGET = Text(en="target {target}", zh="目标 {target}")
SECTORS = Text(
    en="Sectors: capacity by standing, share at the benchmark level, total",
    zh="各领域：产能构成、达到标杆水平的比例、合计",
)
INDEX = "lines[{index}]"
"""A line by its index in the list, counted from 0 as in the answer."""
REJECTED = Text(en="Rejected lines", zh="被拒绝的行")
ROW = Text(en="row {row}", zh="第 {row} 行")
MORE_LINES = Text(en="… and {count} more", zh="……另有 {count} 行")
GRADED_BY = Text(en="Graded by {edition} ({document})", zh="依据 {edition}（{document}）")
WRITTEN = Text(en="The full answer is in {path}", zh="完整答复见 {path}")

EDITION = Text(en="edition", zh="版本")
BENCHMARK = Text(en="benchmark", zh="标杆水平")
BASELINE = Text(en="baseline", zh="基准水平")
UNIT = Text(en="unit", zh="单位")
EVIDENCE = Text(en="evidence", zh="依据")
NOT_HELD = Text(en="not available", zh="未收录")
NO_ROWS = Text(en="No row has {query} in its id, names or aliases.", zh="没有编号、名称或别名含 {query} 的行。")
NEAR = Text(en="Similar names: {list}", zh="相近的有：{list}")

USAGE = Text(en="Usage: ", zh="用法：")
HEADINGS = {"Options": Text(en="Options", zh="选项"), "Commands": Text(en="Commands", zh="命令")}
TRY_HELP = Text(en="See '{command} --help'.", zh="用法见 {command} --help。")
