"""The codes of values: what is wrong with a field, and why a line has no standing or a share no figure."""

from __future__ import annotations

from service.domain.text import Text
from service.texts.error_code import Code

VALUE_CODES = (
    Code(
        "required",
        in_request=True,
        in_line=True,
        title=Text(en="A value is missing", zh="缺少值"),
        about=Text(
            en="The field must be present and not empty. A capacity per day needs `operating_days`; a product "
            "without a default unit needs `capacity_unit`; a column 能耗 needs a unit, because it may also mean "
            "the total energy use of a plant.",
            zh="该字段必须存在且不为空。按日计的产能需要 operating_days；未收录单位的产品需要 capacity_unit；名为“能耗”的列需要单位，因为它也可能指全厂能耗。",
        ),
        details={
            "": Text(en="{field} is missing or empty", zh="{field} 缺失或为空"),
            "per_day": Text(
                en="{field} is missing: a capacity per day ({value}) needs the operating days per year",
                zh="缺少 {field}：按日计的产能（{value}）需要年运行天数",
            ),
            "column": Text(
                en="no column is known as the {name}; is the header elsewhere? header_row=3 says so",
                zh="没有可识别为“{name}”的列；若表头在别处，可用 header_row=3 指明",
            ),
            "caption": Text(
                en="{value} stands above the table, and the column {name} has no unit; is it that of the column?",
                zh="表格上方注有 {value}，而“{name}”列未注明单位；是否为该列的单位？",
            ),
            "unnamed": Text(
                en="the row has neither an id nor a group, and its product is that of all rows: it may be a total",
                zh="本行既无编号也无分组，产品又是统一指定的：可能是合计行",
            ),
            "sheet": Text(
                en="another sheet than the first looks like a list too",
                zh="除第一个工作表外，还有工作表像是清单",
            ),
            "no_list": Text(
                en="the sheet {value} does not look like a list; name the sheets that are lists",
                zh="工作表 {value} 不像是清单；请指明哪些工作表是清单",
            ),
            "unit": Text(
                en="the meaning of the column {value} is unclear without a unit: state the unit in its header or in a "
                "column for the unit, such as kgce/t",
                zh="列 {value} 未注明单位，含义不明：请在表头或能耗单位列中注明，如 kgce/t",
            ),
            "no_unit_held": Text(
                en="{field} is missing: this product has no default unit", zh="缺少 {field}：该产品未收录默认单位"
            ),
        },
    ),
    Code(
        "wrong_type",
        in_request=True,
        in_line=True,
        title=Text(en="A value has the wrong type", zh="值的类型不对"),
        about=Text(en="The contract at /openapi.yaml states the type of the field.", zh="接口规范说明了该字段的类型。"),
        details={
            "text": Text(en="{field}: {value} is not a text", zh="{field}：{value} 不是文本"),
            "flag": Text(
                en="{field}: {value} is not true or false (in a table: yes or no)",
                zh="{field}：{value} 不是 true 或 false（表格中填“是”或“否”）",
            ),
            "row": Text(en="{field}: {value} is not the number of a row", zh="{field}：{value} 不是行号"),
            "pair": Text(
                en="{field}: {value} is not a field, a colon and a name, such as capacity:设计规模",
                zh="{field}：{value} 的写法应为“字段:名称”，如 capacity:设计规模",
            ),
            "list": Text(en="{field}: {value} is not a list of lines: […]", zh="{field}：{value} 不是行的列表 […]"),
            "sectors": Text(
                en="{field}: {value} is not a list of sectors, or of lists of sectors",
                zh="{field}：{value} 不是领域的列表，也不是领域列表的列表",
            ),
            "goals": Text(
                en='{field}: {value} is not "all", nor a list of the ids of goals',
                zh="{field}：{value} 既不是 all，也不是目标编号的列表",
            ),
            "object": Text(en="{value} is not an object: {{…}}", zh="{value} 不是对象 {{…}}"),
            "goal": Text(
                en="{field}: {value} is not the id of a goal, nor an object with a target",
                zh="{field}：{value} 既不是目标编号，也不是含 target 的对象",
            ),
        },
    ),
    Code(
        "not_a_number",
        in_request=True,
        in_line=True,
        title=Text(en="A value is not a number", zh="值不是数字"),
        about=Text(
            en="Write numbers as in JSON, bare or in a string: no spaces, no leading zeros, no thousands "
            "separators, ASCII digits only. In a workbook, a cell whose number format shows a date, a "
            "percentage, another number or a unit is not a number either.",
            zh="数字按 JSON 写法，可直接写或写在字符串中：不得有空格、前导零、千位分隔符，只用半角数字。工作簿的单元格若因数字格式而显示日期、百分比、另一个数或附带单位，也不作为数字。",
        ),
        details={
            "": Text(
                en="{field}: {value} is not a number such as 1000 or 98.7",
                zh="{field}：{value} 不是数字（写法如 1000 或 98.7）",
            ),
            "format": Text(
                en="{field}: {value}: the format of the cell shows something other than its number; write the "
                "intended number in a plain format",
                zh="{field}：{value}：单元格的数字格式使显示的内容与其数值不同；请改用常规格式，填写实际的数",
            ),
        },
    ),
    Code(
        "not_positive",
        in_line=True,
        title=Text(en="A value must be greater than zero", zh="值必须大于零"),
        about=Text(en="A capacity must be greater than zero.", zh="产能必须大于零。"),
        details={
            "": Text(en="{field}: {value} is not greater than zero", zh="{field}：{value} 不大于零"),
        },
    ),
    Code(
        "number_out_of_range",
        in_request=True,
        in_line=True,
        title=Text(en="A number is out of range", zh="数字超出范围"),
        about=Text(
            en="The absolute value of a number must be below 10^15, with at most 12 digits after the decimal "
            "point; days of operation are between 1 and 366, a target between 0 and 1.",
            zh="数字的绝对值小于 10^15，小数点后最多 12 位；运行天数在 1 到 366 之间，目标在 0 到 1 之间。",
        ),
        details={
            "": Text(
                en="{field}: the absolute value of {value} is not below 10^15, or it has more than 12 digits after "
                "the decimal point",
                zh="{field}：{value} 的绝对值不小于 10^15，或小数点后超过 12 位",
            ),
            "between": Text(
                en="{field}: {value} is not between {low} and {high}, or has more than 12 digits after the decimal "
                "point",
                zh="{field}：{value} 不在 {low} 与 {high} 之间，或小数点后超过 12 位",
            ),
        },
    ),
    Code(
        "not_a_date",
        in_request=True,
        title=Text(en="A value is not a date", zh="值不是日期"),
        about=Text(en="Write a date as YYYY-MM-DD.", zh="日期写作 YYYY-MM-DD。"),
        details={
            "": Text(en="{field}: {value} is not a date (YYYY-MM-DD)", zh="{field}：{value} 不是日期（YYYY-MM-DD）"),
        },
    ),
    Code(
        "too_long",
        in_request=True,
        in_line=True,
        title=Text(en="A text or a list is too long", zh="文本或列表过长"),
        about=Text(
            en="The contract at /openapi.yaml states the maximum length of the text or the list.",
            zh="接口规范说明了文本或列表的最大长度。",
        ),
        details={
            "names": Text(en="{field}: more than {limit} names", zh="{field}：超过 {limit} 个名称"),
            "": Text(
                en="{field}: {value} is longer than {limit} characters", zh="{field}：{value} 超过 {limit} 个字符"
            ),
        },
    ),
    Code(
        "unknown_field",
        in_request=True,
        in_line=True,
        title=Text(en="Unknown field, column or parameter", zh="字段、列或参数未知"),
        about=Text(
            en="An unknown field, column or query parameter is refused, never ignored: it may be an important one "
            "with a spelling mistake. `detail` or the contract at /openapi.yaml lists the known ones.",
            zh="未知的字段、列或查询参数会被拒绝而不是忽略：它可能是拼错了的重要内容。可用的名称见 detail 或 /openapi.yaml。",
        ),
        details={
            "known": Text(en="unknown field {field}; known: {known}", zh="没有字段 {field}；可用的字段：{known}"),
            "parameter": Text(
                en="unknown parameter {value}; known: {known}", zh="此处没有参数 {value}；可用的参数：{known}"
            ),
            "in_body": Text(
                en="{value} is not a query parameter for a JSON list: write it in the body, beside lines",
                zh="清单为 JSON 时，{value} 不是查询参数：请写在请求体中，与 lines 并列",
            ),
            "column": Text(en="unknown column {value}; known: {known}", zh="未知的列 {value}；可用的列为{known}"),
            "comparable_energy": Text(
                en="{value} is another indicator than the energy per unit of product, and cannot be used",
                zh="{value} 是另一项指标，不是单位产品综合能耗，不能采用",
            ),
            "total_energy": Text(
                en="{value} is the energy of a whole plant as a rule, and not energy per unit of product",
                zh="{value} 通常指全厂综合能耗，而不是单位产品能耗",
            ),
            "unit_or_enterprise": Text(
                en="{value} may mean a unit of measure or an enterprise", zh="{value} 可能指计量单位，也可能指企业"
            ),
            "cell": Text(
                en="{value} is in column {place}, which has no header", zh="{value} 位于没有表头的第 {place} 列"
            ),
        },
    ),
    Code(
        "merged_cells",
        in_line=True,
        title=Text(en="Merged cells leave a value open", zh="合并单元格含义不明"),
        about=Text(
            en="A merged cell in the column of the product or of the group holds for all its rows. In any other column "
            "that is read, nothing says what each of its rows has: unmerge the cells and fill in each.",
            zh="产品列或分组列中的纵向合并适用于其所有行。在其他列中无法得知各行的值：请取消合并并逐格填写。",
        ),
        details={
            "": Text(
                en="{field} is merged across {value}; unmerge the cells and fill in each",
                zh="{field} 位于合并单元格 {value} 中；请取消合并并逐格填写",
            ),
        },
    ),
    Code(
        "total_row",
        in_line=True,
        title=Text(en="A row may be a total", zh="某行可能是合计"),
        about=Text(
            en="The row says `合计`, `小计`, `总计` or total, and names a product. Without a product it would be skipped; with "
            "one it may be a line, so delete the word or the product.",
            zh="该行写有合计、小计或总计，又写有产品。没有产品的合计行会被略过；有产品则可能是正常的行，请删去该词或产品。",
        ),
        details={
            "": Text(en="the row says {value}, and names a product", zh="本行写有 {value}，又写有产品"),
        },
    ),
    Code(
        "ambiguous_benchmark",
        status=404,
        in_line=True,
        title=Text(en="A name matches several products", zh="名称对应多个产品"),
        about=Text(
            en="The name belongs to a sector with several rows. `candidates` lists their ids.",
            zh="该名称所指的领域有多行。candidates 为各行的编号。",
        ),
        details={
            "": Text(en="{value} matches several products{candidates}", zh="{value} 对应多个产品{candidates}"),
        },
        candidates=Text(en=": {list}", zh="：{list}"),
    ),
    Code(
        "unknown_unit",
        in_line=True,
        title=Text(en="Unknown unit", zh="单位未知"),
        about=Text(
            en="GET /v1/units lists every unit with its spellings. `candidates` lists suitable units.",
            zh="GET /v1/units 列出全部单位及其写法。candidates 为可用的单位。",
        ),
        details={
            "": Text(en="{field}: unknown unit {value}{candidates}", zh="{field}：未知单位 {value}{candidates}"),
        },
        candidates=Text(en="; suitable units: {list}", zh="；可用：{list}"),
    ),
    Code(
        "unit_mismatch",
        in_line=True,
        title=Text(en="A unit does not fit the product", zh="单位与产品不符"),
        about=Text(
            en="The unit measures a different quantity than the product's indicator or capacity. The service does "
            "not convert kWh to standard coal: the right coefficient is a question of accounting. `candidates` "
            "lists suitable units.",
            zh="该单位与产品的指标或产能不是同一种量。千瓦时不折算为标准煤：采用何种系数属核算问题。candidates 为可用的单位。",
        ),
        details={
            "": Text(
                en="{field}: {value} does not fit the product{candidates}",
                zh="{field}：{value} 与该产品不符{candidates}",
            ),
        },
        candidates=Text(en="; suitable units: {list}", zh="；可用：{list}"),
    ),
    Code(
        "duplicate_id",
        in_line=True,
        title=Text(en="Duplicate id", zh="编号在清单中重复"),
        about=Text(
            en="Every id must be unique in the list. The first line with the id is kept.",
            zh="编号在清单中须唯一。保留最先使用该编号的行。",
        ),
        details={
            "": Text(
                en="id: {value} is already used at line {first} (counted from 0)",
                zh="id：{value} 已出现在第 {first} 行（从 0 起）",
            ),
            "row": Text(
                en="{field}: {value} is already used in row {first}", zh="{field}：{value} 已出现在第 {first} 行"
            ),
        },
    ),
    Code(
        "unknown_choice",
        in_request=True,
        in_line=True,
        title=Text(en="A value is not one of the allowed words", zh="值不在允许的范围内"),
        about=Text(
            en="`detail` or the contract at /openapi.yaml lists the allowed words.",
            zh="允许的值见 detail 或 /openapi.yaml。",
        ),
        details={
            "": Text(en="{field}: {value} is not one of {choices}", zh="{field}：{value} 不是 {choices} 之一"),
        },
    ),
    Code(
        "unknown_condition",
        title=Text(en="Unknown condition", zh="条件未知"),
        about=Text(
            en="GET /v1/limits lists every condition in `conditions`, with the words that it can be. `candidates` lists "
            "similar names, or the words. The lines of a list have no conditions yet.",
            zh="GET /v1/limits 的 conditions 列出全部条件及其可用的值。candidates 为相近的名称，或可用的值。清单的行目前没有条件。",
        ),
        details={
            "": Text(en="unknown condition {value}{candidates}", zh="没有条件 {value}{candidates}"),
            "word": Text(
                en="{field}: {value} is not a word of this condition{candidates}",
                zh="{field}：{value} 不是该条件可用的值{candidates}",
            ),
        },
        candidates=Text(en="; suitable: {list}", zh="；可用：{list}"),
    ),
    Code(
        "allocation_over_one",
        title=Text(en="More than the whole of a meter is allocated", zh="计量表的分摊超过全部"),
        about=Text(
            en="Lines that share a meter can have at most the whole of it between them: their allocations of one meter, "
            "in one direction, add up to 1 or less. The lines of a list have no energy accounts yet.",
            zh="共用一块计量表的各行，同一方向的分摊比例之和不得超过 1。清单的行目前没有能源核算。",
        ),
        details={
            "": Text(
                en="{field}: the lines have more than the whole of the meter {value} between them",
                zh="{field}：各行对计量表 {value} 的分摊之和超过 1",
            ),
        },
    ),
    Code(
        "no_edition_then",
        in_request=True,
        title=Text(en="No edition was in force on that day", zh="该日期尚无版本施行"),
        about=Text(
            en="`as_of` is before the first day of every edition. Send a later day, or name an `edition`.",
            zh="as_of 早于所有版本的起始日期。请改用更晚的日期，或指定 edition。",
        ),
        details={
            "": Text(
                en="as_of: no edition was in force on {value}; the first one begins on {first}",
                zh="as_of：{value} 当日尚无版本施行；最早的版本始于 {first}",
            ),
        },
    ),
    Code(
        "unknown_weighting",
        in_request=True,
        title=Text(en="Unknown weighting", zh="没有该加权方式"),
        about=Text(
            en="The weightings are capacity, energy, sector_mean and lines.",
            zh="加权方式有 capacity、energy、sector_mean 和 lines。",
        ),
        details={
            "": Text(
                en="weighting: {value} is not one of capacity, energy, sector_mean, lines",
                zh="weighting：{value} 不是 capacity、energy、sector_mean、lines 之一",
            ),
        },
    ),
    Code(
        "unknown_language",
        in_request=True,
        title=Text(en="Unknown language", zh="没有该语言"),
        about=Text(en="Texts are available in en and zh.", zh="文本有 en 和 zh 两种语言。"),
        details={
            "": Text(en="lang: {value} is not en or zh", zh="lang：{value} 不是 en 或 zh"),
        },
    ),
    Code(
        "unknown_charset",
        in_request=True,
        title=Text(en="Unknown charset", zh="没有该字符编码"),
        about=Text(
            en="A CSV list is in UTF-8, GB18030 (or GBK, GB2312) or UTF-16. Without `charset`, the service detects it.",
            zh="CSV 清单可为 UTF-8、GB18030（或 GBK、GB2312）或 UTF-16 编码。不指定则自动识别。",
        ),
        details={
            "": Text(en="charset: {value} is not supported{candidates}", zh="charset：不接受 {value}{candidates}"),
        },
        candidates=Text(en="; supported: {list}", zh="；可用：{list}"),
    ),
    Code(
        "unknown_column",
        in_request=True,
        title=Text(en="Unknown column", zh="没有该列"),
        about=Text(
            en="A parameter names a column that the table does not have. `candidates` lists its headers. A column "
            "without a header, or one whose header is there twice, is named by its letter.",
            zh="参数所指的列不在表格中。candidates 为表格的列名。没有列名或列名重复的列以列的字母指定。",
        ),
        details={
            "": Text(
                en="{field}: the table has no column {value}{candidates}",
                zh="{field}：表格中没有列 {value}{candidates}",
            ),
        },
        candidates=Text(en="; its columns are {list}", zh="；现有：{list}"),
    ),
    Code(
        "unknown_row",
        in_request=True,
        title=Text(en="Unknown row", zh="没有该行"),
        about=Text(
            en="`header_row` names a row that the table does not have, or that is empty. Rows are counted from 1.",
            zh="header_row 所指的行不存在或为空。行号从 1 起。",
        ),
        details={
            "": Text(en="{field}: the table has nothing in row {value}", zh="{field}：表格第 {value} 行没有内容"),
        },
    ),
    Code(
        "unknown_sheet",
        in_request=True,
        title=Text(en="Unknown sheet", zh="没有该工作表"),
        about=Text(
            en="The workbook has no sheet with that name; `candidates` lists its sheets. Without `sheet`, the "
            "first visible sheet is read, if no other one looks like a list.",
            zh="工作簿中没有该名称的工作表；candidates 为其中的工作表。不指定则读取第一个可见的工作表（若没有其他工作表像是清单）。",
        ),
        details={
            "": Text(en="the workbook has no sheet {value}{candidates}", zh="工作簿中没有工作表 {value}{candidates}"),
            "prefix": Text(
                en="{field}: with several sheets, {value} must begin with the name of one and a colon{candidates}",
                zh="{field}：有多个工作表时，{value} 须以工作表名加冒号开头{candidates}",
            ),
        },
        candidates=Text(en="; its sheets are {list}", zh="；现有：{list}"),
    ),
    Code(
        "goal_not_of_lines",
        in_request=True,
        title=Text(en="A list cannot answer this goal", zh="清单无法回答该目标"),
        about=Text(
            en="The goal is a reduction, a count or a gain; a list of capacities cannot answer it.",
            zh="该目标是下降率、数量或提升幅度，产能清单无法说明。",
        ),
        details={
            "": Text(
                en="the goal {value} ({kind}) is not about a list of capacities{candidates}",
                zh="目标 {value}（{kind}）与产能清单无关{candidates}",
            ),
        },
        candidates=Text(en="; suitable goals: {list}", zh="；可用的目标：{list}"),
    ),
    Code(
        "no_lines",
        status=422,
        in_request=True,
        title=Text(en="The list is empty", zh="清单为空"),
        about=Text(en="The list needs at least one line.", zh="清单至少需要一行。"),
        details={
            "": Text(en="the list has no lines", zh="清单中没有任何行"),
        },
    ),
)
"""What can be wrong with a field, in a line or around the list."""

UNGRADED_CODES = (
    Code(
        "intensity_missing",
        title=Text(en="The line has no measured intensity", zh="该行没有实测能耗"),
        about=Text(
            en="The line has no measured intensity, so its capacity counts as ungraded in every total.",
            zh="因未提供实测能耗，该产能以“未定级”计入各项合计。",
        ),
        details={
            "": Text(en="no measured intensity", zh="没有实测能耗"),
        },
    ),
    Code(
        "benchmark_not_held",
        title=Text(en="The levels of the product are not available", zh="未收录该产品的能效水平"),
        about=Text(
            en="No level of the product is available in this edition, so the capacity counts as ungraded in "
            "every total. Levels are never silently taken from another edition.",
            zh="该版本中未收录该产品的任何一项水平，因此该产能以“未定级”计入各项合计。绝不会悄悄沿用其他版本的水平。",
        ),
        details={
            "": Text(
                en="the edition {edition} has no level of this product{candidates}",
                zh="版本 {edition} 未收录该产品的任何一项水平{candidates}",
            ),
        },
        candidates=Text(en="; available in {list}", zh="；已收录于 {list}"),
    ),
    Code(
        "implausible_intensity",
        title=Text(en="The intensity is not plausible", zh="能耗值不合理"),
        about=Text(
            en="The intensity is below a fifth of the benchmark level or above five times the baseline level, as if "
            "the unit were wrong, so the capacity counts as ungraded in every total. If the value is right, send the "
            "line with `intensity_confirmed`. This window is a rule of caution of this project; no official text "
            "gives it.",
            zh="能耗低于标杆水平的五分之一或高于基准水平的五倍，可能是单位有误，因此该产能以“未定级”计入各项合计。"
            "若数值无误，请在该行注明 intensity_confirmed。该范围是本项目的审慎规则，并无官方文件依据。",
        ),
        details={
            "": Text(
                en="the intensity is far from the levels, as if the unit were wrong; if it is right, confirm it",
                zh="能耗与能效水平相差悬殊，可能是单位有误；若无误，请确认",
            ),
        },
    ),
)
"""Why a line is ungraded."""

FIGURE_CODES = (
    Code(
        "no_capacity",
        title=Text(en="There is no capacity to divide by", zh="没有可供计算的产能"),
        about=Text(
            en="No line counts here, so there is no capacity and no share of it.",
            zh="没有可计入的行，因此没有产能，也没有占比。",
        ),
    ),
    Code(
        "mixed_capacity_dimensions",
        title=Text(en="Capacities of different kinds cannot be added", zh="不同种类的产能不能相加"),
        about=Text(
            en="Tonnes and square metres cannot be added. Use another weighting, or look at each sector.",
            zh="吨与平方米不能相加。请采用其他加权方式，或查看各领域的结果。",
        ),
    ),
    Code(
        "no_energy_weight",
        title=Text(en="A line cannot be weighted by energy", zh="有行不能按能耗加权"),
        about=Text(
            en="A product in the list has a level at or below zero, has no benchmark level available, or is "
            "measured per something other than its capacity (refining, per energy factor). Use another "
            "weighting, or look at each sector.",
            zh="清单中有产品的能效水平不大于零、未收录标杆水平，或其指标不是单位产能的能耗（如炼油按能量因数计）。请采用其他加权方式，或查看各领域的结果。",
        ),
    ),
)
"""Why there is no figure."""

GOAL_CODES = (
    Code(
        "lines_rejected",
        title=Text(en="Lines were rejected", zh="有行被拒绝"),
        about=Text(
            en='While lines are rejected, the goal is undetermined. Correct the lines, or send `"rejected": "leave_out"` '
            "to decide on the other lines.",
            zh="有行被拒绝时，目标无法判定。请更正这些行，或以 rejected: leave_out 仅按其余各行判定。",
        ),
    ),
    Code(
        "scope_differs",
        title=Text(en="The goal counts enterprises", zh="目标统计的是企业"),
        about=Text(
            en='The goal is about a share of enterprises. If each line is one, send `"a_line_is": "enterprise"`, and no '
            "weighting but `lines`.",
            zh="该目标统计的是企业占比。若每行即一家企业，请发送 a_line_is: enterprise，加权方式只能为 lines。",
        ),
    ),
)
"""Why a goal is undetermined whatever the figures are."""

WARNING_CODES = (
    Code(
        "contradicts_variant",
        title=Text(en="A capacity is not of the size of its product", zh="产能与产品规格不符"),
        about=Text(
            en="The name of the product states a capacity per day, and that of the line is outside of it. The verdict "
            "stays as it is.",
            zh="产品名称载明了日产能范围，而该行的日产能不在其内。评估结果不变。",
        ),
        details={
            "": Text(
                en="{lines} line(s) with a capacity per day that the name of the product excludes",
                zh="{lines} 行的日产能与其产品名称载明的规模不符",
            ),
        },
    ),
    Code(
        "capacity_outlier",
        title=Text(en="A capacity is far from the others", zh="产能与其他行相差悬殊"),
        about=Text(
            en="The capacity is at least a thousand times the median of its product's lines, or at most a thousandth "
            "of it: perhaps the unit is wrong, or a total is among its parts. The figures stay as they are.",
            zh="该产能为同一产品各行中位数的一千倍以上或千分之一以下，可能单位有误，或合计行混入清单。各项数字不变。",
        ),
        details={
            "": Text(
                en="{lines} line(s) with a capacity of a thousand times the median of the product, or of a thousandth",
                zh="{lines} 行的产能为同一产品中位数的一千倍以上或千分之一以下",
            ),
        },
    ),
    Code(
        "counted_twice",
        title=Text(en="Capacity may count twice", zh="产能可能重复计算"),
        about=Text(
            en="Lines of one group hold a process and a step of it, so the same capacity may count twice.",
            zh="同一分组中既有全流程又有其中的工序，同一产能可能被重复计算。",
        ),
        details={
            "": Text(
                en="{lines} line(s) may count the same capacity twice, as a process and as a step of it: {about}",
                zh="{lines} 行可能将同一产能既按全流程、又按其中的工序重复计算：{about}",
            ),
        },
    ),
    Code(
        "consecutive_steps",
        title=Text(en="Capacities of consecutive steps are added up", zh="相继工序的产能被相加"),
        about=Text(
            en="The goal adds up the capacities of sectors that follow one another, so the same metal counts in each.",
            zh="目标将相继的领域按产能相加，同一批金属在各领域重复计入。",
        ),
        details={
            "": Text(
                en="{lines} line(s) of consecutive sectors whose capacities are added up: {about}",
                zh="{lines} 行属于相继的领域，其产能被相加：{about}",
            ),
        },
    ),
    Code(
        "superseded_edition",
        title=Text(en="The edition has been superseded", zh="所用版本已被取代"),
        about=Text(
            en="A newer edition has replaced the one in use. `edition.superseded_by` names it.",
            zh="所用版本已被新版本取代，见 edition.superseded_by。",
        ),
        details={
            "": Text(
                en="the edition in use has been superseded by {about}",
                zh="所用版本已被 {about} 取代",
            ),
        },
    ),
    Code(
        "goal_over",
        title=Text(en="The last day of the goal is over", zh="目标期限已过"),
        about=Text(en="The last day of the goal is before `as_of`.", zh="目标期限早于 as_of。"),
        details={
            "": Text(en="the last day of the goal is over: {about}", zh="目标期限已过：{about}"),
        },
    ),
)
"""What a list is warned of."""
