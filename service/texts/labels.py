"""The words of answers and empty lists that are tables, in both languages."""

from __future__ import annotations

from service.domain.text import Text

COLUMNS: dict[str, Text] = {
    "index": Text(en="index", zh="序号"),
    "row": Text(en="row", zh="行"),
    "id": Text(en="id", zh="编号"),
    "status": Text(en="status", zh="状态"),
    "benchmark": Text(en="product", zh="产品"),
    "standing": Text(en="standing", zh="定级"),
    "intensity": Text(en="intensity", zh="单位产品能耗"),
    "unit": Text(en="unit", zh="能耗单位"),
    "gap": Text(en="gap to the benchmark level", zh="与标杆水平之差"),
    "capacity": Text(en="capacity", zh="产能"),
    "capacity_unit": Text(en="capacity unit", zh="产能单位"),
    "excess_energy": Text(en="excess energy (tce/a)", zh="超出标杆水平的能耗（tce/a）"),
    "reason": Text(en="reason", zh="原因"),
    "detail": Text(en="detail", zh="说明"),
    "stage": Text(en="stage", zh="建设阶段"),
    "deadlines": Text(en="deadlines", zh="期限"),
    "warnings": Text(en="warnings", zh="提示"),
}
"""The columns of the lines, in their order."""

WORDS: dict[str, Text] = {
    "total": Text(en="total", zh="合计"),
    "at_benchmark": Text(en="at benchmark level", zh="达到标杆水平"),
    "between": Text(en="between the levels", zh="介于标杆与基准之间"),
    "below_baseline": Text(en="below baseline level", zh="低于基准水平"),
    "above_benchmark": Text(en="above benchmark level, baseline not available", zh="未达标杆水平（未收录基准水平）"),
    "within_baseline": Text(en="within baseline level, benchmark not available", zh="达到基准水平（未收录标杆水平）"),
    "graded": Text(en="graded", zh="已定级"),
    "ungraded": Text(en="ungraded", zh="未定级"),
    "rejected": Text(en="rejected", zh="已拒绝"),
    "met": Text(en="met", zh="已达到"),
    "not_met": Text(en="not met", zh="未达到"),
    "undetermined": Text(en="undetermined", zh="无法判定"),
    "share_at_least": Text(en="share at the benchmark level, at least", zh="达到标杆水平的产能比例不低于"),
    "below_baseline_at_most": Text(en="share below the baseline level, at most", zh="低于基准水平的产能比例不高于"),
    "capacity": Text(en="capacity", zh="产能"),
    "energy": Text(en="energy", zh="能耗"),
    "sector_mean": Text(en="mean of the sectors", zh="各领域平均"),
    "lines": Text(en="lines", zh="行数"),
    "official": Text(en="official", zh="官方原文"),
    "quoted": Text(en="quoted", zh="直接引用"),
    "corroborated": Text(en="corroborated", zh="旁证"),
    "above_header": Text(en="above the header", zh="表头以上"),
    "note": Text(en="note", zh="注释"),
    "nothing_read": Text(en="nothing that is read", zh="无读取内容"),
    "existing": Text(en="existing", zh="现有"),
    "under_construction": Text(en="under construction", zh="在建"),
    "planned": Text(en="planned", zh="拟建"),
    "in_force": Text(en="in force", zh="施行中"),
    "superseded": Text(en="superseded", zh="已被取代"),
    "not_yet": Text(en="not yet in force", zh="尚未施行"),
    "published": Text(en="day of publication", zh="发布日期"),
    "true": Text(en="yes", zh="是"),
    "false": Text(en="no", zh="否"),
}
"""The names of the codes of an answer."""

LABELS: dict[str, Text] = {
    "title": Text(en="Production capacity against the benchmark levels", zh="产能能效水平评估结果"),
    "goal": Text(en="goal", zh="目标"),
    "scope": Text(en="scope of the goal", zh="目标适用范围"),
    "own_goal": Text(en="a goal of your own", zh="自定目标"),
    "kind": Text(en="goal requires", zh="目标要求"),
    "target": Text(en="target", zh="目标值"),
    "must_exceed": Text(en="the target itself is not enough", zh="等于目标值不算达到"),
    "by": Text(en="by", zh="期限"),
    "weighting": Text(en="weighting", zh="加权方式"),
    "status": Text(en="goal status", zh="目标完成情况"),
    "low": Text(en="share, lower bound (ungraded counted as not reaching it)", zh="占比（未定级按未达到计）"),
    "high": Text(en="share, upper bound (ungraded counted as reaching it)", zh="占比（未定级按达到计）"),
    "of_graded": Text(en="share of the graded part", zh="占已定级部分的比例"),
    "shortfall": Text(en="shortfall", zh="缺口"),
    "provisional": Text(en="provisional (lines were rejected)", zh="暂定（有行被拒绝）"),
    "reason": Text(en="reason", zh="原因"),
    "submitted": Text(en="lines submitted", zh="提交行数"),
    "graded": Text(en="lines graded", zh="已定级行数"),
    "ungraded": Text(en="lines ungraded", zh="未定级行数"),
    "rejected": Text(en="lines rejected", zh="被拒绝行数"),
    "overall": Text(en="all lines", zh="全部"),
    "sector": Text(en="sector", zh="领域"),
    "group": Text(en="group", zh="分组"),
    "no_group": Text(en="(no group)", zh="（未分组）"),
    "unit": Text(en="unit", zh="单位"),
    "share": Text(en="share at benchmark level, lower bound", zh="达标占比（未定级按未达到计）"),
    "excess": Text(en="excess energy", zh="超出标杆水平的能耗"),
    "excess_energy": COLUMNS["excess_energy"],
    "lines_without": Text(en="lines without excess energy (not in the sum)", zh="无此能耗的行数（不计入）"),
    "counted": Text(en="lines that the goal counts", zh="目标统计的行数"),
    "out_of_scope": Text(en="lines out of its scope", zh="不属于目标范围的行数"),
    "left_out": Text(en="rejected lines left out", zh="不计的被拒绝行数"),
    "goal_edition": Text(en="edition of the goal", zh="目标所依据的版本"),
    "figures": Text(en="what the goal counts", zh="目标统计范围"),
    "further_goals": Text(en="further goals", zh="其他目标"),
    "pipeline": Text(en="planned and under construction (benchmark level required)", zh="拟建和在建（须达到标杆水平）"),
    "warning": Text(en="warning", zh="提示"),
    "superseded_by": Text(en="superseded by", zh="已被取代，新版本为"),
    "state": Text(en="state of the edition on that day", zh="当日版本状态"),
    "basis": Text(en="the edition counts from its", zh="版本起算依据"),
    "as_of": Text(en="as of", zh="截至日期"),
    "version": Text(en="version of the service", zh="服务版本"),
    "data": Text(en="fingerprint of all data", zh="全部数据指纹"),
    "input": Text(en="fingerprint of the list", zh="清单指纹"),
    "benchmark_not_held": Text(en="the benchmark level is not available", zh="未收录标杆水平"),
    "baseline_not_held": Text(en="the baseline level is not available", zh="未收录基准水平"),
    "would_be": Text(en="{edition}: {standing}", zh="{edition}：{standing}"),
    "days_left": Text(en="{by} ({days} days left)", zh="{by}（剩 {days} 天）"),
    "days_over": Text(en="{by} ({days} days over)", zh="{by}（已过 {days} 天）"),
    "by_in_principle": Text(en="{by}, in principle", zh="原则上 {by}"),
    "name": Text(en="name", zh="项目"),
    "value": Text(en="value", zh="值"),
    "id": Text(en="edition", zh="版本"),
    "document": Text(en="document", zh="文号"),
    "fingerprint": Text(en="fingerprint of the levels", zh="数据指纹"),
    "not_official": Text(
        en="The share of a sector can be compared with official shares; no official document has a formula across sectors.",
        zh="各领域占比可与官方口径比较；官方文件没有跨领域汇总的公式。",
    ),
    "summary_sheet": Text(en="Summary", zh="汇总"),
    "lines_sheet": Text(en="Lines", zh="逐行结果"),
    "levels_sheet": Text(en="Levels", zh="能效水平"),
    "product": Text(en="product", zh="产品"),
    "product_id": Text(en="product id", zh="产品编号"),
    "benchmark_level": Text(en="benchmark level", zh="标杆水平"),
    "baseline_level": Text(en="baseline level", zh="基准水平"),
    "evidence": Text(en="evidence", zh="依据"),
    "sources": Text(en="sources", zh="来源"),
    "not_held": Text(en="why not available", zh="未收录原因"),
    "table_sheet": Text(en="Table read", zh="表格读取说明"),
    "table": Text(en="table", zh="表格"),
    "header_row": Text(en="row of the header", zh="表头所在行"),
    "unit_row": Text(en="row of units", zh="单位所在行"),
    "lines_read": Text(en="lines", zh="读取行数"),
    "ignored": Text(en="columns left out", zh="未采用的列"),
    "skipped": Text(en="rows skipped", zh="略过的行"),
    "merged": Text(en="merged cells", zh="合并单元格"),
    "hidden": Text(en="hidden, and counted", zh="隐藏（已计入）"),
    "not_listed": Text(en="further rows and ranges, not listed", zh="未列出的行和区域数"),
    "not_read": Text(en="sheets not read", zh="未读取的工作表"),
    "list_sheet": Text(en="List", zh="清单"),
    "columns_sheet": Text(en="Columns", zh="填写说明"),
    "products_sheet": Text(en="Products", zh="产品目录"),
    "units_sheet": Text(en="Units", zh="单位"),
    "column": Text(en="column", zh="列"),
    "meaning": Text(en="what to write", zh="填写内容"),
    "required": Text(en="required", zh="必填"),
    "capacity_unit": Text(en="capacity unit", zh="产能单位"),
    "intensity_unit": Text(en="intensity unit", zh="能耗单位"),
    "examples_sheet": Text(en="Examples", zh="示例"),
    "example_id": Text(en="kiln 1", zh="1号窑"),
    "example_group": Text(en="a city or an enterprise", zh="城市或企业"),
    "choose": Text(
        en="Choose from the list, or write an id or an official name.", zh="请从列表中选择，或填写编号或正式名称。"
    ),
}

MEANINGS: dict[str, Text] = {
    "id": Text(
        en="Your id of the line, 1 to 64 characters, unique in the list. It is returned with the result.",
        zh="您对该行的编号，1 至 64 个字符，清单内不得重复，随结果返回。",
    ),
    "benchmark": Text(
        en="The product: its id, or an official name or alias that matches one row only.",
        zh="产品：填写编号，或只对应一行的正式名称或别名。",
    ),
    "capacity": Text(
        en="Greater than zero. Digits and a decimal point only: no thousands separators, no percent sign, no number format "
        "that shows another number or a unit.",
        zh="大于零。只用半角数字和小数点，不用千位分隔符或百分号，也不用会改变所显示的数或附带单位的数字格式。",
    ),
    "capacity_unit": Text(
        en="If empty: the product's default unit, per year. You can also delete this column, and write the unit in the "
        "header of the capacity: capacity (kt/a).",
        zh="不填则为该产品的默认单位（按年计）。也可删去本列，写在产能的表头中：产能（万t/a）。",
    ),
    "intensity": Text(
        en="As measured, in the unit beside it. If empty, the capacity counts as ungraded.",
        zh="实测值，单位见旁列。不填则该产能计为“未定级”。",
    ),
    "intensity_unit": Text(
        en="If empty: the unit of the product's levels. Electricity is not converted to coal equivalent.",
        zh="不填则为该产品能效水平的单位。电力指标不折算为标准煤。",
    ),
    "operating_days": Text(
        en="Operating days per year, 1 to 366; required if the capacity is per day. They are used for nothing else: a "
        "capacity without a unit is per year.",
        zh="年运行天数，1 至 366；产能按日计时必填。仅用于按日计的产能；未填写单位的产能视为按年计。",
    ),
    "group": Text(
        en="A city or an enterprise, for example; the answer also has totals by group.",
        zh="城市或企业等，结果将按此分组汇总。",
    ),
    "intensity_confirmed": Text(
        en="yes, if an intensity far from the levels is right; otherwise such a line is not judged.",
        zh="能耗与能效水平相差悬殊而确实无误时填“是”；否则该行不予定级。",
    ),
    "stage": Text(
        en="existing, under construction or planned; existing if left empty. Only existing capacity counts in totals and "
        "goals.",
        zh="现有、在建或拟建；不填视为现有。只有现有产能计入合计和目标。",
    ),
}
"""What to write in the columns of a list."""


def label(name: str, lang: str) -> str:
    """A label in a language."""
    return LABELS[name].in_language(lang)


def word(code: object, lang: str) -> str:
    """The name of a code of an answer in a language; a code without a name stays as it is."""
    found = WORDS.get(str(code).lower() if isinstance(code, bool) else str(code))
    return found.in_language(lang) if found else str(code)
