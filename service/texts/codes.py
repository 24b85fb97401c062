"""Every text that a person reads, in both languages of the service; codes and ids stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.text import Text
from service.formats.cells import Number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LANGUAGES = ("en", "zh")

TITLES: dict[str, Text] = {
    "malformed_json": Text(en="The body is not well-formed JSON", zh="请求体不是合法的 JSON"),
    "empty_body": Text(en="The body is empty", zh="请求体为空"),
    "malformed_body": Text(en="The body cannot be read", zh="请求体无法读取"),
    "malformed_table": Text(en="The table cannot be read", zh="表格无法读取"),
    "duplicate_key": Text(en="A key, column or parameter stands twice", zh="键、列或参数重复出现"),
    "incomplete_body": Text(en="The body was cut off", zh="请求体不完整"),
    "length_required": Text(en="The length of the body is not stated", zh="未说明请求体长度"),
    "not_found": Text(en="There is nothing at this address", zh="该地址没有内容"),
    "unknown_edition": Text(en="No such edition", zh="没有该版本"),
    "unknown_sector": Text(en="No such sector", zh="没有该领域"),
    "unknown_benchmark": Text(en="No such product", zh="没有该产品"),
    "unknown_goal": Text(en="No such goal", zh="没有该目标"),
    "unauthorized": Text(en="An access key is needed", zh="需要访问密钥"),
    "method_not_allowed": Text(en="This address does not take that method", zh="该地址不支持此方法"),
    "not_acceptable": Text(en="The answer is not available in that format", zh="无法以所要求的格式回答"),
    "too_large": Text(en="The body is too large", zh="请求体过大"),
    "too_many_lines": Text(en="The list has too many lines", zh="清单行数过多"),
    "too_many_groups": Text(en="The list names too many groups", zh="清单的分组过多"),
    "too_many_values": Text(en="The body holds more values than a list needs", zh="请求体中的值多于清单所需"),
    "too_many_faults": Text(en="A line has more faults than are listed", zh="本行错误超过可列出的数量"),
    "not_explained": Text(en="More lines are wrong than are explained", zh="错误行数超过可说明的上限"),
    "unsupported_media_type": Text(en="The body is of a kind that is not taken", zh="不支持该类型的请求体"),
    "invalid_request": Text(en="The request has faults", zh="请求有误"),
    "strict": Text(en="Lines were rejected and the request is strict", zh="有行被拒绝，且请求要求严格"),
    "busy": Text(en="The service is busy", zh="服务繁忙"),
    "not_ready": Text(en="The service takes no new work", zh="服务暂不接受新任务"),
    "internal_error": Text(en="Something went wrong in the service", zh="服务内部出错"),
    "bad_request": Text(en="The request cannot be understood", zh="无法理解该请求"),
    "required": Text(en="A value is missing", zh="缺少值"),
    "wrong_type": Text(en="A value is of the wrong type", zh="值的类型不对"),
    "not_a_number": Text(en="A value is not a number", zh="值不是数字"),
    "not_positive": Text(en="A value must be above zero", zh="值必须大于零"),
    "number_out_of_range": Text(en="A number is out of range", zh="数字超出范围"),
    "not_a_date": Text(en="A value is not a date", zh="值不是日期"),
    "too_long": Text(en="A text is too long", zh="文本过长"),
    "unknown_field": Text(en="A field, column or parameter is not known", zh="字段、列或参数未知"),
    "ambiguous_benchmark": Text(en="A name stands for several products", zh="名称对应多个产品"),
    "unknown_unit": Text(en="A unit is not known", zh="单位未知"),
    "unit_mismatch": Text(en="A unit does not fit the product", zh="单位与产品不符"),
    "duplicate_id": Text(en="An id stands twice in the list", zh="编号在清单中重复"),
    "unknown_weighting": Text(en="No such weighting", zh="没有该加权方式"),
    "unknown_language": Text(en="No such language", zh="没有该语言"),
    "unknown_charset": Text(en="No such charset", zh="没有该字符编码"),
    "unknown_sheet": Text(en="No such sheet", zh="没有该工作表"),
    "goal_not_of_lines": Text(en="A list cannot answer this goal", zh="清单无法回答该目标"),
    "no_lines": Text(en="The list is empty", zh="清单为空"),
    "intensity_missing": Text(en="The line has no measured intensity", zh="该行没有实测能耗"),
    "benchmark_not_held": Text(en="The levels of the product are not held", zh="未收录该产品的能效水平"),
    "no_capacity": Text(en="There is nothing to divide by", zh="没有可供计算的产能"),
    "mixed_capacity_dimensions": Text(en="Capacities of different kinds do not add up", zh="不同种类的产能不能相加"),
    "no_energy_weight": Text(en="A line cannot be weighed by energy", zh="有行不能按能耗加权"),
    "unknown_choice": Text(en="A value is none of those allowed", zh="值不在允许的范围内"),
    "no_edition_then": Text(en="No edition was in force on that day", zh="该日期尚无版本施行"),
    "implausible_intensity": Text(en="The intensity is not plausible", zh="能耗值不合理"),
    "lines_rejected": Text(en="Lines were rejected", zh="有行被拒绝"),
    "scope_differs": Text(en="The goal counts something else than lines", zh="目标统计的不是行"),
    "contradicts_variant": Text(en="A capacity is not of the size of its product", zh="产能与产品规格不符"),
    "capacity_outlier": Text(en="A capacity is far from the others", zh="产能与其他行相差悬殊"),
    "counted_twice": Text(en="Capacity may count twice", zh="产能可能重复计算"),
    "consecutive_steps": Text(en="Capacities of consecutive steps are added up", zh="相继工序的产能被相加"),
    "superseded_edition": Text(en="The edition has been superseded", zh="所用版本已被取代"),
    "goal_over": Text(en="The day of the goal is over", zh="目标期限已过"),
}
"""Title of every code: of a problem, of an error in a list, and of a reason why a line or a share is left open."""

ABOUT: dict[str, Text] = {
    "malformed_json": Text(
        en="The body must be one JSON object in UTF-8, nested no deeper than the limit. `detail` says in which line and "
        "column reading stopped. Nothing was evaluated.",
        zh="请求体必须是一个 UTF-8 编码的 JSON 对象，嵌套不超过上限。detail 指出在第几行第几列停止读取。未做任何评估。",
    ),
    "empty_body": Text(
        en="Nothing was sent. A file that could not be read by the sending program has this effect.",
        zh="没有收到任何内容。发送程序未能读取文件时会出现这种情况。",
    ),
    "malformed_body": Text(
        en="The body is not what its headers say it is. Nothing was evaluated.",
        zh="请求体与其头部所述不符。未做任何评估。",
    ),
    "malformed_table": Text(
        en="The file is no CSV or .xlsx workbook that can be read whole, or is made to cost more than any list does. `detail` "
        "says what is wrong and, if that is known, in which row. Nothing was evaluated. Save the list anew and send it again.",
        zh="该文件不是可完整读取的 CSV 或 .xlsx 工作簿，或其开销超出任何清单所需。detail 说明问题所在及行号（如已知）。未做任何评估。请重新保存后再发送。",
    ),
    "duplicate_key": Text(
        en="JSON leaves open which of two values counts, so a key that stands twice is refused. In the request object, "
        "the columns of a table or the query that refuses the request, in a line only the line.",
        zh="JSON 未规定重复的键以哪个值为准，因此拒绝重复的键。出现在请求对象、表头或查询参数中则拒绝整个请求，出现在某行中则只拒绝该行。",
    ),
    "incomplete_body": Text(
        en="The connection ended before the whole body had come. A part of a list is never evaluated as if it were the "
        "whole. Send it again.",
        zh="请求体未传完连接即中断。绝不会把清单的一部分当作全部评估。请重新发送。",
    ),
    "length_required": Text(
        en="Send `Content-Length`, or `Transfer-Encoding: chunked`.",
        zh="请发送 Content-Length 或 Transfer-Encoding: chunked。",
    ),
    "not_found": Text(en="The contract at /openapi.yaml lists every address.", zh="/openapi.yaml 列出了全部地址。"),
    "unknown_edition": Text(
        en="Editions are the official publications of levels; GET /v1/editions lists those held.",
        zh="版本指公布能效水平的官方文件；GET /v1/editions 列出已收录的版本。",
    ),
    "unknown_sector": Text(
        en="Sectors are the key areas of an edition, named by the id before the dot of a product's. `candidates` are those of "
        "the edition that was asked for; they differ from edition to edition. `q` searches names.",
        zh="领域指某一版本的重点领域，以产品编号中点号之前的部分指定。candidates 为所查版本的领域，各版本不尽相同。可用 q 按名称搜索。",
    ),
    "unknown_benchmark": Text(
        en="A product is named by its id, or by an official name or alias that matches exactly one row of the edition; it "
        "is never guessed. `candidates` are near names. GET /v1/benchmarks?q= searches.",
        zh="产品以编号指定，或以与该版本中唯一一行相符的正式名称或别名指定；绝不猜测。candidates 为相近的名称。可用 GET /v1/benchmarks?q= 搜索。",
    ),
    "unknown_goal": Text(
        en="GET /v1/goals lists the goals held; a goal of your own is an object with a `target`.",
        zh="GET /v1/goals 列出已收录的目标；自定目标为含 target 的对象。",
    ),
    "method_not_allowed": Text(en="The header `Allow` lists what is taken.", zh="Allow 头部列出所支持的方法。"),
    "not_acceptable": Text(
        en="The header `Accept` asks for a format that this address does not speak; `detail` lists those that it does.",
        zh="Accept 头部要求的格式在该地址不可用；detail 列出可用的格式。",
    ),
    "too_large": Text(
        en="The limit counts the body after inflation; /readyz shows it. Nothing was evaluated. Send the list in parts.",
        zh="上限按解压后的大小计算，见 /readyz。未做任何评估。请分批发送。",
    ),
    "too_many_lines": Text(
        en="The limit is shown by /readyz. Nothing was evaluated. Send the list in parts.",
        zh="上限见 /readyz。未做任何评估。请分批发送。",
    ),
    "too_many_groups": Text(
        en="A sum is kept for every product in every group, and there is a limit to how many. Nothing more was evaluated.",
        zh="每个产品在每个分组中都要保留合计，其数量有上限。后续内容未做评估。",
    ),
    "too_many_values": Text(
        en="A small body of very many values would fill the memory of the service, so it is refused before it is read.",
        zh="由大量值组成的小请求体会占满服务内存，因此在读取前即被拒绝。",
    ),
    "too_many_faults": Text(en="Only the first hundred faults of a line are listed.", zh="每行仅列出前一百处错误。"),
    "not_explained": Text(
        en="The first thousand wrong lines of a list are explained in full. This one is wrong too. Mend those first, or "
        "send this line in a smaller list.",
        zh="仅对清单中前一千个错误行作详细说明，本行亦有误。请先改正前面的行，或将本行放入较小的清单发送。",
    ),
    "unsupported_media_type": Text(
        en="`Content-Type` or `Content-Encoding` names something that this address does not take; `detail` lists what it "
        "does.",
        zh="Content-Type 或 Content-Encoding 所述的类型在该地址不被接受；detail 列出可接受的类型。",
    ),
    "invalid_request": Text(
        en="`errors` lists every fault with a JSON Pointer to where it is. Nothing was evaluated.",
        zh="errors 以 JSON Pointer 列出每处错误。未做任何评估。",
    ),
    "strict": Text(
        en="With `strict`, one rejected line refuses the whole list. `errors` lists what is wrong in which line; without "
        "`strict` the other lines are answered.",
        zh="在 strict 模式下，一行被拒绝即拒绝整个清单。errors 列出各行的错误；不用 strict 则其余各行仍会得到回答。",
    ),
    "busy": Text(
        en="Other lists are being evaluated. Try again after the seconds that `Retry-After` names.",
        zh="正在评估其他清单。请在 Retry-After 所示秒数后重试。",
    ),
    "unauthorized": Text(
        en="This service answers under `/v1` to holders of a key only: send it as `Authorization: Bearer <key>`. The "
        "operator of the service gives out keys.",
        zh="本服务的 /v1 接口仅向密钥持有者开放：请以 Authorization: Bearer <密钥> 发送。密钥由服务运维方发放。",
    ),
    "not_ready": Text(
        en="The process is about to stop. Try another one.", zh="该进程即将停止，请稍后重试或改用其他实例。"
    ),
    "internal_error": Text(
        en="The fault is ours. The request id helps the operator to find it in the log.",
        zh="错误在服务方。请求编号有助于运维人员在日志中查找。",
    ),
    "bad_request": Text(
        en="The request breaks a rule of HTTP or of this address.", zh="请求违反了 HTTP 或该地址的规则。"
    ),
    "required": Text(
        en="The field must be there and must not be empty. A capacity per day needs `operating_days`; a product without a "
        "held unit needs `capacity_unit`; a column 能耗 needs a unit, because it "
        "may mean all the energy that a plant uses.",
        zh="该字段必须存在且不为空。按日计的产能需要 operating_days；未收录单位的产品需要 "
        "capacity_unit；名为“能耗”的列需要单位，因为它也可能指全厂能耗。",
    ),
    "wrong_type": Text(en="The contract says which type the field has.", zh="接口规范说明了该字段的类型。"),
    "not_a_number": Text(
        en="Numbers are written as in JSON, bare or in a string: no spaces, no leading zeros, no thousands separators, "
        "ASCII digits only. Nor is the cell of a workbook a number whose format shows a date, a percentage, another number "
        "or a unit.",
        zh="数字按 JSON 写法，可直接写或写在字符串中：不得有空格、前导零、千位分隔符，只用半角数字。工作簿的单元格若因数字格式而显示日期、"
        "百分比、另一个数或附带单位，也不作为数字。",
    ),
    "not_positive": Text(en="A capacity is above zero.", zh="产能必须大于零。"),
    "number_out_of_range": Text(
        en="Numbers are below 10^15 in size with at most 12 digits after the point; days of operation lie between 1 and "
        "366, a target between 0 and 1.",
        zh="数字的绝对值小于 10^15，小数点后最多 12 位；运行天数在 1 到 366 之间，目标在 0 到 1 之间。",
    ),
    "not_a_date": Text(en="A day is written YYYY-MM-DD.", zh="日期写作 YYYY-MM-DD。"),
    "too_long": Text(en="The contract says how long the text may be.", zh="接口规范说明了文本的最大长度。"),
    "unknown_field": Text(
        en="A field, a column or a query parameter that is not known is refused, never ignored: it may be a misspelt one "
        "that matters. `detail` or the contract at /openapi.yaml says which there are.",
        zh="未知的字段、列或查询参数会被拒绝而不是忽略：它可能是拼错了的重要内容。可用的名称见 detail 或 /openapi.yaml。",
    ),
    "ambiguous_benchmark": Text(
        en="The name is that of a sector with several rows. `candidates` are their ids.",
        zh="该名称所指的领域有多行。candidates 为各行的编号。",
    ),
    "unknown_unit": Text(
        en="GET /v1/units lists every unit with its spellings. `candidates` are units that would do.",
        zh="GET /v1/units 列出全部单位及其写法。candidates 为可用的单位。",
    ),
    "unit_mismatch": Text(
        en="The unit measures something else than the product's indicator or capacity. A kWh is not turned into standard "
        "coal: which coefficient applies is a question of accounting. `candidates` are units that would do.",
        zh="该单位与产品的指标或产能不是同一种量。千瓦时不折算为标准煤：采用何种系数属核算问题。candidates 为可用的单位。",
    ),
    "duplicate_id": Text(
        en="An id is unique in a list. The first line that has it is kept.",
        zh="编号在清单中须唯一。保留最先使用该编号的行。",
    ),
    "unknown_weighting": Text(
        en="The weightings are capacity, energy, sector_mean and lines.",
        zh="加权方式有 capacity、energy、sector_mean 和 lines。",
    ),
    "unknown_language": Text(en="Texts come in en or zh.", zh="文本有 en 和 zh 两种语言。"),
    "unknown_charset": Text(
        en="A CSV list is in UTF-8, GB18030 (or GBK, GB2312) or UTF-16. Left out, it is found out.",
        zh="CSV 清单可为 UTF-8、GB18030（或 GBK、GB2312）或 UTF-16 编码。不指定则自动识别。",
    ),
    "unknown_sheet": Text(
        en="The workbook has no sheet of that name; `candidates` are those that it has. Left out, the first visible one is read.",
        zh="工作簿中没有该名称的工作表；candidates 为其中的工作表。不指定则读取第一个可见的工作表。",
    ),
    "goal_not_of_lines": Text(
        en="The goal is a reduction, a count or a gain; a list of capacities says nothing about it.",
        zh="该目标是下降率、数量或提升幅度，产能清单无法说明。",
    ),
    "no_lines": Text(en="The list needs at least one line.", zh="清单至少需要一行。"),
    "intensity_missing": Text(
        en="The capacity counts in every total as ungraded, because no measured intensity came with it.",
        zh="因未提供实测能耗，该产能以“未定级”计入各项合计。",
    ),
    "benchmark_not_held": Text(
        en="No level of the product is held in this edition, so the capacity counts in every total as ungraded. Levels "
        "are never carried over from another edition silently.",
        zh="该版本中未收录该产品的任何一项水平，因此该产能以“未定级”计入各项合计。绝不会悄悄沿用其他版本的水平。",
    ),
    "no_capacity": Text(
        en="No line of the list could be understood, so there is no capacity and no share of it.",
        zh="清单中没有可用的行，因此没有产能，也没有占比。",
    ),
    "mixed_capacity_dimensions": Text(
        en="Tonnes and square metres have no sum. Use another weighting, or look at each sector.",
        zh="吨与平方米不能相加。请采用其他加权方式，或查看各领域的结果。",
    ),
    "no_energy_weight": Text(
        en="A product in the list has a level at or below zero, has no benchmark level held, or is measured per something "
        "else than its capacity (refining, per energy factor). Use another weighting, or look at each sector.",
        zh="清单中有产品的能效水平不大于零、未收录标杆水平，或其指标不是单位产能的能耗（如炼油按能量因数计）。请采用其他加权方式，或查看各领域的结果。",
    ),
    "unknown_choice": Text(
        en="The contract lists the values that are allowed.",
        zh="接口规范列出了允许的值。",
    ),
    "no_edition_then": Text(
        en="`as_of` is before the first edition of which the catalogue holds a day. State a later day, or an `edition`.",
        zh="as_of 早于目录中最早版本的日期。请改用更晚的日期，或指定 edition。",
    ),
    "implausible_intensity": Text(
        en="The intensity is below a fifth of the benchmark level or above five times the baseline level, as by a slip of "
        "the unit, so the capacity counts in every total as ungraded. If the value is right, send the line with "
        "`intensity_confirmed`. The window is a rule of caution of this project; no official text gives it.",
        zh="能耗低于标杆水平的五分之一或高于基准水平的五倍，可能是单位有误，因此该产能以“未定级”计入各项合计。"
        "若数值无误，请在该行加上 intensity_confirmed。该范围是本项目的审慎规则，并无官方文件依据。",
    ),
    "lines_rejected": Text(
        en="While a line is rejected, the list is not complete and decides nothing. Correct the lines, or send "
        '`"rejected": "leave_out"` to decide on the others.',
        zh="有行被拒绝时，清单不完整，不能据以判定。请更正这些行，或以 rejected: leave_out 仅按其余各行判定。",
    ),
    "scope_differs": Text(
        en='The goal counts enterprises. If each line is one, send `"a_line_is": "enterprise"`.',
        zh="该目标统计的是企业。若每行即一家企业，请发送 a_line_is: enterprise。",
    ),
    "contradicts_variant": Text(
        en="The name of the product states a capacity per day, and the line states another. The verdict stays as it is.",
        zh="产品名称载明了日产能范围，而该行的日产能不在其内。评估结果不变。",
    ),
    "capacity_outlier": Text(
        en="The capacity is a thousand times the median of its product's lines or more, or a thousandth or less: perhaps "
        "another unit was meant, or a total is among its parts. The figures stay as they are.",
        zh="该产能为同一产品各行中位数的一千倍以上或千分之一以下，可能单位有误，或合计行混入清单。各项数字不变。",
    ),
    "counted_twice": Text(
        en="Lines of one group hold a process and a step of it, so the same capacity may count twice.",
        zh="同一分组中既有全流程又有其中的工序，同一产能可能被重复计算。",
    ),
    "consecutive_steps": Text(
        en="Sectors that follow one another are added up by capacity, so the same metal counts in each.",
        zh="相继的领域按产能相加，同一批金属在各领域重复计入。",
    ),
    "superseded_edition": Text(
        en="Another edition has replaced the one in use. `edition.superseded_by` names it.",
        zh="所用版本已被新版本取代，见 edition.superseded_by。",
    ),
    "goal_over": Text(
        en="The last day of the goal is before `as_of`.",
        zh="目标期限早于 as_of。",
    ),
}
"""What each code means and what to do about it; `/problems/<code>` answers with it."""

DETAILS: dict[str, Text] = {
    "malformed_json": Text(en="{problem}{where}", zh="不是合法的 JSON{problem}{where}"),
    "empty_body": Text(en="the body is empty", zh="请求体为空"),
    "malformed_body": Text(en="{problem}", zh="压缩数据有误{problem}"),
    "malformed_table": Text(en="{problem}", zh="{problem}"),
    "duplicate_key": Text(en="the key {value} stands twice", zh="键 {value} 出现了两次"),
    "duplicate_key.parameter": Text(en="the parameter {value} stands twice", zh="参数 {value} 出现了两次"),
    "duplicate_key.column": Text(
        en="the column {value} means the same as the column {first}", zh="列 {value} 与列 {first} 含义相同"
    ),
    "duplicate_key.unit": Text(
        en="the column {first} states a unit, and the column {value} does too; keep one of the two",
        zh="列 {first} 的表头已注明单位，列 {value} 又注明单位；请只保留其中之一",
    ),
    "incomplete_body": Text(en="the body ended early", zh="请求体提前结束"),
    "length_required": Text(en="neither a length nor chunks", zh="既无长度也非分块传输"),
    "not_found": Text(en="nothing at {value}", zh="{value} 没有内容"),
    "unknown_edition": Text(en="no edition {value}{candidates}", zh="没有版本 {value}{candidates}"),
    "unknown_sector": Text(
        en="the edition {edition} has no sector {value}{candidates}", zh="版本 {edition} 没有领域 {value}{candidates}"
    ),
    "unknown_goal": Text(en="no goal {value}{candidates}", zh="没有目标 {value}{candidates}"),
    "unknown_benchmark": Text(
        en="no product of the edition is called {value}{elsewhere}{candidates}",
        zh="该版本中没有名为 {value} 的产品{elsewhere}{candidates}",
    ),
    "ambiguous_benchmark": Text(
        en="{value} stands for several products{candidates}", zh="{value} 对应多个产品{candidates}"
    ),
    "method_not_allowed": Text(en="{value} is not taken here", zh="此处不支持 {value}"),
    "not_acceptable": Text(en="this address answers with {limit}", zh="该地址以 {limit} 回答"),
    "too_large": Text(en="the body is larger than {limit} bytes", zh="请求体大于 {limit} 字节"),
    "too_many_lines": Text(en="{value} lines; at most {limit} are taken", zh="共 {value} 行；最多接受 {limit} 行"),
    "too_many_groups": Text(
        en="more than {limit} sums of products in groups", zh="产品在各分组中的合计超过 {limit} 个"
    ),
    "too_many_values": Text(en="far more values than {limit} lines have", zh="值的数量远超 {limit} 行所需"),
    "too_many_faults": Text(
        en="this line has {count} faults; the first {limit} are listed", zh="本行有 {count} 处错误；列出前 {limit} 处"
    ),
    "not_explained": Text(
        en="this line is wrong; only the first {limit} wrong lines are explained",
        zh="本行有误；仅说明前 {limit} 个错误行",
    ),
    "unsupported_media_type": Text(
        en="{value} is not taken; this address takes {limit}", zh="不接受 {value}；接受 {limit}"
    ),
    "invalid_request": Text(en="the request has {value} fault(s)", zh="请求有 {value} 处错误"),
    "strict": Text(en="{value} line(s) rejected", zh="有 {value} 行被拒绝"),
    "busy": Text(en="try again in {limit} s", zh="请在 {limit} 秒后重试"),
    "unauthorized": Text(en="no key was sent, or none that is taken here", zh="未发送密钥，或密钥无效"),
    "not_ready": Text(en="the service is stopping", zh="服务正在停止"),
    "internal_error": Text(en="the service met a fault of its own", zh="服务自身发生错误"),
    "bad_request": Text(en="the request cannot be understood", zh="无法理解该请求"),
    "required": Text(en="{field} is missing or empty", zh="{field} 缺失或为空"),
    "required.per_day": Text(
        en="{field} is missing: a capacity per day ({value}) needs the days of operation in a year",
        zh="缺少 {field}：按日计的产能（{value}）需要年运行天数",
    ),
    "required.column": Text(en="no column is called {name}", zh="没有名为“{name}”的列"),
    "required.unit": Text(
        en="the column {value} can mean several things without a unit: state it in the header or in a column of its own, "
        "such as kgce/t",
        zh="列 {value} 未注明单位，含义不明：请在表头或能耗单位列中注明，如 kgce/t",
    ),
    "required.no_unit_held": Text(
        en="{field} is missing: no unit is held for this product", zh="缺少 {field}：该产品未收录默认单位"
    ),
    "wrong_type": Text(en="{field}: {value} is of the wrong type", zh="{field}：{value} 的类型不对"),
    "wrong_type.text": Text(en="{field}: {value} is not a text", zh="{field}：{value} 不是文本"),
    "wrong_type.flag": Text(en="{field}: {value} is neither true nor false", zh="{field}：{value} 不是 true 或 false"),
    "wrong_type.list": Text(en="{field}: {value} is not a list of lines: […]", zh="{field}：{value} 不是行的列表 […]"),
    "wrong_type.object": Text(en="{value} is not an object: {{…}}", zh="{value} 不是对象 {{…}}"),
    "wrong_type.goal": Text(
        en="{field}: {value} is neither the id of a goal nor an object with a target",
        zh="{field}：{value} 既不是目标编号，也不是含 target 的对象",
    ),
    "not_a_number": Text(
        en="{field}: {value} is not a number such as 1000 or 98.7",
        zh="{field}：{value} 不是数字（写法如 1000 或 98.7）",
    ),
    "not_a_number.format": Text(
        en="{field}: {value}: the format of the cell shows something else than its number; write the number that is meant "
        "in a plain format",
        zh="{field}：{value}：单元格的数字格式使显示的内容与其数值不同；请改用常规格式，填写实际的数",
    ),
    "not_positive": Text(en="{field}: {value} is not above zero", zh="{field}：{value} 不大于零"),
    "number_out_of_range": Text(
        en="{field}: {value} is not below 10^15 in size, or has more than 12 digits after the point",
        zh="{field}：{value} 的绝对值不小于 10^15，或小数点后超过 12 位",
    ),
    "number_out_of_range.between": Text(
        en="{field}: {value} is not between {low} and {high}, or has more than 12 digits after the point",
        zh="{field}：{value} 不在 {low} 与 {high} 之间，或小数点后超过 12 位",
    ),
    "not_a_date": Text(en="{field}: {value} is not a date (YYYY-MM-DD)", zh="{field}：{value} 不是日期（YYYY-MM-DD）"),
    "too_long": Text(
        en="{field}: {value} is longer than {limit} characters", zh="{field}：{value} 超过 {limit} 个字符"
    ),
    "unknown_field": Text(en="there is no field {field}", zh="没有字段 {field}"),
    "unknown_field.known": Text(
        en="there is no field {field}; the fields are {limit}", zh="没有字段 {field}；可用的字段：{limit}"
    ),
    "unknown_field.parameter": Text(
        en="there is no parameter {value} here; known: {limit}", zh="此处没有参数 {value}；可用的参数：{limit}"
    ),
    "unknown_field.in_body": Text(
        en="{value} is no parameter where the list is JSON: it stands in the body, beside lines",
        zh="清单为 JSON 时，{value} 不是查询参数：请写在请求体中，与 lines 并列",
    ),
    "unknown_field.column": Text(
        en="the column {value} is not known; the columns are {limit}", zh="未知的列 {value}；可用的列为{limit}"
    ),
    "unknown_field.cell": Text(
        en="{value} stands in column {place}, which has no header", zh="{value} 位于没有表头的第 {place} 列"
    ),
    "unknown_unit": Text(
        en="{field}: {value} is no known unit{candidates}", zh="{field}：未知单位 {value}{candidates}"
    ),
    "unit_mismatch": Text(
        en="{field}: {value} does not fit the product{candidates}", zh="{field}：{value} 与该产品不符{candidates}"
    ),
    "duplicate_id": Text(
        en="id: {value} stands already at line {first} (counted from 0)",
        zh="id：{value} 已出现在第 {first} 行（从 0 起）",
    ),
    "duplicate_id.row": Text(
        en="{field}: {value} stands already in row {first}", zh="{field}：{value} 已出现在第 {first} 行"
    ),
    "unknown_weighting": Text(
        en="weighting: {value} is none of capacity, energy, sector_mean, lines",
        zh="weighting：{value} 不是 capacity、energy、sector_mean、lines 之一",
    ),
    "unknown_charset": Text(en="charset: {value} is not taken{candidates}", zh="charset：不接受 {value}{candidates}"),
    "unknown_sheet": Text(
        en="the workbook has no sheet {value}{candidates}", zh="工作簿中没有工作表 {value}{candidates}"
    ),
    "unknown_language": Text(en="lang: {value} is neither en nor zh", zh="lang：{value} 不是 en 或 zh"),
    "goal_not_of_lines": Text(
        en="the goal {value} ({kind}) is not about a list of capacities{candidates}",
        zh="目标 {value}（{kind}）与产能清单无关{candidates}",
    ),
    "no_lines": Text(en="the list has no lines", zh="清单中没有任何行"),
    "intensity_missing": Text(en="no measured intensity", zh="没有实测能耗"),
    "benchmark_not_held": Text(
        en="the edition {edition} holds no level for it{candidates}",
        zh="版本 {edition} 未收录其任何一项水平{candidates}",
    ),
    "implausible_intensity": Text(
        en="the intensity is far outside the levels; if it is right, confirm it",
        zh="能耗远超出合理范围；若无误，请确认",
    ),
    "unknown_choice": Text(en="{field}: {value} is none of {list}", zh="{field}：{value} 不是 {list} 之一"),
    "no_edition_then": Text(
        en="{value}: no edition was in force then; the first begins on {first}",
        zh="{value}：当时尚无版本施行；最早为 {first}",
    ),
}
"""The sentence about one occurrence of each code."""

CANDIDATES: dict[str, Text] = {
    "unknown_benchmark": Text(en="; near names: {list}", zh="；相近的有：{list}"),
    "ambiguous_benchmark": Text(en=": {list}", zh="：{list}"),
    "elsewhere": Text(en="; it stands in {list}", zh="；见于 {list}"),
    "unknown_edition": Text(en="; held are {list}", zh="；已收录：{list}"),
    "unknown_sector": Text(en="; its sectors are {list}", zh="；其领域有：{list}"),
    "unknown_goal": Text(en="; held are {list}", zh="；已收录：{list}"),
    "goal_not_of_lines": Text(en="; these are: {list}", zh="；可用的目标：{list}"),
    "unknown_unit": Text(en="; these would do: {list}", zh="；可用：{list}"),
    "unit_mismatch": Text(en="; these would do: {list}", zh="；可用：{list}"),
    "unknown_charset": Text(en="; taken are {list}", zh="；可用：{list}"),
    "unknown_sheet": Text(en="; there are {list}", zh="；现有：{list}"),
    "benchmark_not_held": Text(en="; held in {list}", zh="；已收录于 {list}"),
}

WHOLE = Text(en="value", zh="值")
"""What a fault of a line or a request as a whole calls its field."""

LONGEST_ECHO = 80
"""Characters of a submitted value that are repeated in a text."""


def joined(names: Iterable[str], language: str) -> str:
    """Names one after the other, as the language separates them."""
    return ("、" if language == "zh" else ", ").join(names)


def echoed(value: object) -> str:
    """A submitted value so that every character shows, cut if it is long; a text stands in quotation marks."""
    if not isinstance(value, str):
        plain = {dict: "{…}", list: "[…]", bool: str(value).lower(), type(None): "null"}
        return next((word for kind, word in plain.items() if isinstance(value, kind)), str(value))
    if isinstance(value, Number):
        return value[:LONGEST_ECHO]
    text = value
    cut = text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"
    shown = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in cut
    )
    return f'"{shown}"'


class _Facts(dict[str, object]):
    """What a sentence may name; what is not known is left blank."""

    def __missing__(self, key: str) -> str:
        return ""


def _fact_in(language: str, fact: object) -> object:
    if isinstance(fact, Text):
        return fact.in_language(language)
    return joined(fact, language) if isinstance(fact, tuple) else fact


def detail(  # noqa: PLR0913 - a sentence is made of all of these
    code: str,
    language: str,
    *,
    field: str | None = None,
    column: str | None = None,
    candidates: tuple[str, ...] = (),
    facts: Mapping[str, object] | None = None,
) -> str:
    """The sentence about one occurrence of a code; a fact may be a `Text`, or several names.

    A field is called by the header of its ``column``, if it came in one, and an empty name shows as quotation marks. The ``case`` among the
    facts has a sentence of its own.
    """
    facts = facts or {}
    known = _Facts({name: _fact_in(language, fact) for name, fact in facts.items()})
    name = column or field
    known["field"] = WHOLE.in_language(language) if name is None else name[:LONGEST_ECHO] or echoed("")
    if candidates and code in CANDIDATES:
        known["candidates"] = CANDIDATES[code].in_language(language).format(list=joined(candidates, language))
    if "editions" in facts:
        known["elsewhere"] = CANDIDATES["elsewhere"].in_language(language).format(list=known["editions"])
    sentence = DETAILS.get(f"{code}.{known['case']}") or DETAILS[code]
    return sentence.in_language(language).format_map(known)
