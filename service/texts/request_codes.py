"""The codes of requests as a whole: why one gets no answer, or not the one that it asks for."""

from __future__ import annotations

from service.domain.text import Text
from service.texts.error_code import Code

REQUEST_CODES = (
    Code(
        "malformed_json",
        status=400,
        in_line=True,
        title=Text(en="The body is not well-formed JSON", zh="请求体不是合法的 JSON"),
        about=Text(
            en="The body must be one JSON object in UTF-8, nested no deeper than the limit. `detail` gives the "
            "line and column where parsing stopped. Nothing was evaluated. In an NDJSON list only that line is "
            "rejected.",
            zh="请求体必须是一个 UTF-8 编码的 JSON 对象，嵌套不超过上限。detail 指出在第几行第几列停止读取。未做任何评估。NDJSON 清单中则只拒绝该行。",
        ),
        details={
            "": Text(en="{problem}{where}", zh="不是合法的 JSON{problem}{where}"),
        },
    ),
    Code(
        "empty_body",
        status=400,
        title=Text(en="The body is empty", zh="请求体为空"),
        about=Text(
            en="No data was received. This happens when the sending program could not read its file.",
            zh="没有收到任何内容。发送程序未能读取文件时会出现这种情况。",
        ),
        details={
            "": Text(en="the body is empty", zh="请求体为空"),
        },
    ),
    Code(
        "malformed_body",
        status=400,
        title=Text(en="The body cannot be decoded", zh="请求体无法读取"),
        about=Text(
            en="The body does not match its headers. Nothing was evaluated.",
            zh="请求体与其头部所述不符。未做任何评估。",
        ),
        details={
            "": Text(en="{problem}", zh="压缩数据有误{problem}"),
        },
    ),
    Code(
        "malformed_table",
        status=400,
        title=Text(en="The table cannot be read", zh="表格无法读取"),
        about=Text(
            en="The file is not a complete CSV file or .xlsx workbook, or it would cost more to read than any "
            "real list. `detail` says what is wrong and, if known, in which row. Nothing was evaluated. Save "
            "the list again and resend it.",
            zh="该文件不是可完整读取的 CSV 或 .xlsx 工作簿，或其开销超出任何清单所需。detail 说明问题所在及行号（如已知）。未做任何评估。请重新保存后再发送。",
        ),
        details={
            "": Text(en="{problem}", zh="{problem}"),
        },
    ),
    Code(
        "duplicate_key",
        status=400,
        in_request=True,
        in_line=True,
        title=Text(en="Duplicate key, column or parameter", zh="键、列或参数重复出现"),
        about=Text(
            en="JSON does not define which of two values counts, so a duplicate key is refused. In the request "
            "object, in the columns of a table or in the query it refuses the request; in a line it rejects "
            "only that line.",
            zh="JSON 未规定重复的键以哪个值为准，因此拒绝重复的键。出现在请求对象、表头或查询参数中则拒绝整个请求，出现在某行中则只拒绝该行。",
        ),
        details={
            "": Text(en="duplicate key {value}", zh="键 {value} 出现了两次"),
            "parameter": Text(en="duplicate parameter {value}", zh="参数 {value} 出现了两次"),
            "names": Text(en="{field} names something twice", zh="{field} 中有名称重复"),
            "column": Text(
                en="the column {value} means the same as the column {first}", zh="列 {value} 与列 {first} 含义相同"
            ),
            "unit": Text(
                en="the column {first} states a unit, and {value} states one too; keep only one of them",
                zh="列 {first} 已注明单位，{value} 又注明单位；请只保留其中之一",
            ),
            "product": Text(
                en="the parameter product names the product, and the column {value} does too",
                zh="参数 product 已指明产品，列 {value} 又注明产品",
            ),
        },
    ),
    Code(
        "incomplete_body",
        status=400,
        title=Text(en="The body is incomplete", zh="请求体不完整"),
        about=Text(
            en="The connection ended before the whole body arrived. Part of a list is never evaluated as if it "
            "were the whole list. Send it again.",
            zh="请求体未传完连接即中断。绝不会把清单的一部分当作全部评估。请重新发送。",
        ),
        details={
            "": Text(en="the body ended before it was complete", zh="请求体提前结束"),
        },
    ),
    Code(
        "length_required",
        status=411,
        title=Text(en="The length of the body is missing", zh="未说明请求体长度"),
        about=Text(
            en="Send `Content-Length`, or `Transfer-Encoding: chunked`.",
            zh="请发送 Content-Length 或 Transfer-Encoding: chunked。",
        ),
        details={
            "": Text(
                en="the request has neither Content-Length nor Transfer-Encoding: chunked", zh="既无长度也非分块传输"
            ),
        },
    ),
    Code(
        "not_found",
        status=404,
        title=Text(en="Nothing exists at this address", zh="该地址没有内容"),
        about=Text(en="The contract at /openapi.yaml lists every address.", zh="/openapi.yaml 列出了全部地址。"),
        details={
            "": Text(en="nothing at {value}", zh="{value} 没有内容"),
        },
    ),
    Code(
        "unknown_edition",
        status=404,
        in_request=True,
        title=Text(en="Unknown edition", zh="没有该版本"),
        about=Text(
            en="Editions are the official publications of levels; GET /v1/editions lists the available ones.",
            zh="版本指公布能效水平的官方文件；GET /v1/editions 列出已收录的版本。",
        ),
        details={
            "": Text(en="unknown edition {value}{candidates}", zh="没有版本 {value}{candidates}"),
        },
        candidates=Text(en="; available: {list}", zh="；已收录：{list}"),
    ),
    Code(
        "unknown_sector",
        status=422,
        in_request=True,
        title=Text(en="Unknown sector", zh="没有该领域"),
        about=Text(
            en="Sectors are the key areas of an edition. A sector is named by the part of a product id before the "
            "dot. `candidates` lists the sectors of the requested edition; they differ between editions. Use "
            "`q` to search by name.",
            zh="领域指某一版本的重点领域，以产品编号中点号之前的部分指定。candidates 为所查版本的领域，各版本不尽相同。可用 q 按名称搜索。",
        ),
        details={
            "": Text(
                en="the edition {edition} has no sector {value}{candidates}",
                zh="版本 {edition} 没有领域 {value}{candidates}",
            ),
        },
        candidates=Text(en="; its sectors are {list}", zh="；其领域有：{list}"),
    ),
    Code(
        "unknown_benchmark",
        status=404,
        in_line=True,
        title=Text(en="Unknown product", zh="没有该产品"),
        about=Text(
            en="Name a product by its id, or by an official name or alias that matches exactly one row of the "
            "edition; the service never guesses. `candidates` lists similar names. GET /v1/benchmarks?q= "
            "searches.",
            zh="产品以编号指定，或以与该版本中唯一一行相符的正式名称或别名指定；绝不猜测。candidates 为相近的名称。可用 GET /v1/benchmarks?q= 搜索。",
        ),
        details={
            "": Text(
                en="no product of the edition is called {value}{candidates}",
                zh="该版本中没有名为 {value} 的产品{candidates}",
            ),
            "elsewhere": Text(
                en="no product of the edition is called {value}; it is in {editions}{candidates}",
                zh="该版本中没有名为 {value} 的产品；见于 {editions}{candidates}",
            ),
        },
        candidates=Text(en="; similar names: {list}", zh="；相近的有：{list}"),
    ),
    Code(
        "unknown_goal",
        status=404,
        in_request=True,
        title=Text(en="Unknown goal", zh="没有该目标"),
        about=Text(
            en="GET /v1/goals lists the available goals; a goal of your own is an object with a `target`.",
            zh="GET /v1/goals 列出已收录的目标；自定目标为含 target 的对象。",
        ),
        details={
            "": Text(en="unknown goal {value}{candidates}", zh="没有目标 {value}{candidates}"),
        },
        candidates=Text(en="; available: {list}", zh="；已收录：{list}"),
    ),
    Code(
        "unknown_limit",
        status=404,
        title=Text(en="Unknown limit", zh="没有该限额"),
        about=Text(
            en="Limits are the rows of the mandatory standards (GB); GET /v1/limits lists them. `candidates` lists "
            "similar ids.",
            zh="限额指强制性国家标准（GB）中的各行；GET /v1/limits 列出全部。candidates 为相近的编号。",
        ),
        details={
            "": Text(en="unknown limit {value}{candidates}", zh="没有限额 {value}{candidates}"),
        },
        candidates=Text(en="; similar ids: {list}", zh="；相近的有：{list}"),
    ),
    Code(
        "unknown_standard",
        status=422,
        title=Text(en="Unknown standard", zh="没有该标准"),
        about=Text(
            en="Name a mandatory standard by its id, such as `gb21256-2025`, or by its number, such as GB 21256-2025. "
            "`candidates` lists the available standards.",
            zh="强制性标准以编号（如 gb21256-2025）或标准号（如 GB 21256-2025）指定。candidates 列出已收录的标准。",
        ),
        details={
            "": Text(en="no limits of a standard {value}{candidates}", zh="没有标准 {value} 的限额{candidates}"),
        },
        candidates=Text(en="; available: {list}", zh="；已收录：{list}"),
    ),
    Code(
        "unauthorized",
        status=401,
        title=Text(en="An access key is required", zh="需要访问密钥"),
        about=Text(
            en="On this service, addresses under `/v1` require an access key: send it as `Authorization: Bearer "
            "<key>`. The operator of the service issues keys.",
            zh="本服务的 /v1 接口仅向密钥持有者开放：请以 Authorization: Bearer <密钥> 发送。密钥由服务运维方发放。",
        ),
        details={
            "": Text(en="missing or invalid access key", zh="未发送密钥，或密钥无效"),
        },
    ),
    Code(
        "method_not_allowed",
        status=405,
        title=Text(en="This address does not support the method", zh="该地址不支持此方法"),
        about=Text(en="The header `Allow` lists the supported methods.", zh="Allow 头部列出所支持的方法。"),
        details={
            "": Text(en="this address does not support {method}", zh="此处不支持 {method}"),
        },
    ),
    Code(
        "not_acceptable",
        status=406,
        title=Text(en="The requested format is not available", zh="无法以所要求的格式回答"),
        about=Text(
            en="The header `Accept` asks for a format that this address does not offer; `detail` lists the "
            "available formats.",
            zh="Accept 头部要求的格式在该地址不可用；detail 列出可用的格式。",
        ),
        details={
            "": Text(en="this address answers with {supported}", zh="该地址以 {supported} 回答"),
        },
    ),
    Code(
        "too_large",
        status=413,
        title=Text(en="The body is too large", zh="请求体过大"),
        about=Text(
            en="The limit applies to the body after decompression; /readyz shows it. Nothing was evaluated. Send "
            "the list in parts.",
            zh="上限按解压后的大小计算，见 /readyz。未做任何评估。请分批发送。",
        ),
        details={
            "": Text(en="the body is larger than {limit} bytes", zh="请求体大于 {limit} 字节"),
        },
    ),
    Code(
        "too_many_lines",
        status=413,
        title=Text(en="The list has too many lines", zh="清单行数过多"),
        about=Text(
            en="/readyz shows the limit. Nothing was evaluated. Send the list in parts.",
            zh="上限见 /readyz。未做任何评估。请分批发送。",
        ),
        details={
            "": Text(en="{count} lines; the limit is {limit}", zh="共 {count} 行；最多接受 {limit} 行"),
        },
    ),
    Code(
        "too_many_groups",
        status=413,
        title=Text(en="The list has too many groups", zh="清单的分组过多"),
        about=Text(
            en="The service keeps a sum for every product in every group, and the number of sums is limited. The "
            "rest of the list was not evaluated.",
            zh="每个产品在每个分组中都要保留合计，其数量有上限。后续内容未做评估。",
        ),
        details={
            "": Text(en="more than {limit} sums of products in groups", zh="产品在各分组中的合计超过 {limit} 个"),
        },
    ),
    Code(
        "too_many_values",
        status=413,
        title=Text(en="The body has far more values than a list needs", zh="请求体中的值多于清单所需"),
        about=Text(
            en="A small body with very many values would fill the memory of the service, so it is refused before "
            "it is parsed.",
            zh="由大量值组成的小请求体会占满服务内存，因此在读取前即被拒绝。",
        ),
        details={
            "": Text(en="far more values than {limit} lines need", zh="值的数量远超 {limit} 行所需"),
        },
    ),
    Code(
        "too_many_faults",
        in_line=True,
        title=Text(en="The line has more errors than are listed", zh="本行错误超过可列出的数量"),
        about=Text(en="Only the first hundred errors of a line are listed.", zh="每行仅列出前一百处错误。"),
        details={
            "": Text(
                en="this line has {count} errors; only the first {limit} are listed",
                zh="本行有 {count} 处错误；列出前 {limit} 处",
            ),
        },
    ),
    Code(
        "not_explained",
        in_line=True,
        title=Text(en="The list has more invalid lines than are explained", zh="错误行数超过可说明的上限"),
        about=Text(
            en="Only the first thousand invalid lines of a list are explained in detail. This line is invalid "
            "too. Fix those lines first, or send this line in a smaller list.",
            zh="仅对清单中前一千个错误行作详细说明，本行亦有误。请先改正前面的行，或将本行放入较小的清单发送。",
        ),
        details={
            "": Text(
                en="this line is invalid; only the first {limit} invalid lines are explained",
                zh="本行有误；仅说明前 {limit} 个错误行",
            ),
        },
    ),
    Code(
        "unsupported_media_type",
        status=415,
        title=Text(en="The type of the body is not supported", zh="不支持该类型的请求体"),
        about=Text(
            en="`Content-Type` or `Content-Encoding` names a type that this address does not accept; `detail` "
            "lists the accepted types.",
            zh="Content-Type 或 Content-Encoding 所述的类型在该地址不被接受；detail 列出可接受的类型。",
        ),
        details={
            "": Text(en="{value} is not supported here; supported: {supported}", zh="不接受 {value}；接受 {supported}"),
        },
    ),
    Code(
        "invalid_request",
        status=422,
        title=Text(en="The request has errors", zh="请求有误"),
        about=Text(
            en="`errors` lists every error with a JSON Pointer to its place. Nothing was evaluated.",
            zh="errors 以 JSON Pointer 列出每处错误。未做任何评估。",
        ),
        details={
            "": Text(en="the request has {count} error(s)", zh="请求有 {count} 处错误"),
        },
    ),
    Code(
        "strict",
        status=422,
        title=Text(en="Lines were rejected and the request is strict", zh="有行被拒绝，且请求要求严格"),
        about=Text(
            en="With `strict`, one rejected line refuses the whole list. `errors` lists the errors of each line; "
            "without `strict`, the other lines are evaluated.",
            zh="在 strict 模式下，一行被拒绝即拒绝整个清单。errors 列出各行的错误；不用 strict 则其余各行仍会得到回答。",
        ),
        details={
            "": Text(en="{count} line(s) rejected", zh="有 {count} 行被拒绝"),
        },
    ),
    Code(
        "busy",
        status=503,
        title=Text(en="The service is busy", zh="服务繁忙"),
        about=Text(
            en="Other lists are being evaluated. Try again after the number of seconds in `Retry-After`.",
            zh="正在评估其他清单。请在 Retry-After 所示秒数后重试。",
        ),
        details={
            "": Text(en="try again in {seconds} s", zh="请在 {seconds} 秒后重试"),
        },
    ),
    Code(
        "not_ready",
        status=503,
        title=Text(en="The service does not accept new work", zh="服务暂不接受新任务"),
        about=Text(
            en="The process is about to stop. Try again later, or use another instance.",
            zh="该进程即将停止，请稍后重试或改用其他实例。",
        ),
        details={
            "": Text(en="the service is stopping", zh="服务正在停止"),
        },
    ),
    Code(
        "internal_error",
        status=500,
        title=Text(en="Internal error of the service", zh="服务内部出错"),
        about=Text(
            en="The error is on the side of the service. The request id helps the operator to find it in the log.",
            zh="错误在服务方。请求编号有助于运维人员在日志中查找。",
        ),
        details={
            "": Text(en="the service failed because of an internal error", zh="服务自身发生错误"),
        },
    ),
    Code(
        "bad_request",
        status=400,
        title=Text(en="The request is not valid", zh="无法理解该请求"),
        about=Text(en="The request breaks a rule of HTTP or of this address.", zh="请求违反了 HTTP 或该地址的规则。"),
        details={
            "": Text(en="the request is not valid", zh="无法理解该请求"),
        },
    ),
)
"""In the order in which the contract lists them."""
