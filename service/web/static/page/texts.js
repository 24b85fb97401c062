// Every text of the page in both languages. Names of products, reasons and problems come from the service.

import { settings } from "./settings.js";

const TEXTS = {
  title: ["Benchmark levels of energy efficiency", "能效标杆水平对照"],
  skip: ["Skip to the content", "跳到正文"],
  nav: ["Parts of the page", "页面导航"],
  nav_list: ["Check a list", "清单评估"],
  nav_catalogue: ["Levels", "水平目录"],
  nav_api: ["API", "接口"],
  language: ["Language", "语言"],

  hero: ["What share of this capacity reaches the benchmark level?", "清单中的产能，有多少达到能效标杆水平？"],
  hero_lead: [
    "Give a list of production lines with their capacity and measured energy intensity. You get a verdict for each line against the official benchmark level and baseline level, and the share of capacity against a goal.",
    "提交一份生产线清单，列明产能和实测单位产品综合能耗，即可得到每一行相对于官方标杆水平和基准水平的判定，以及达标产能比例相对于目标的进展。",
  ],
  hero_private: [
    "The list is sent to this service for the calculation and is not stored.",
    "清单只在计算时发送给本服务，不会被保存。",
  ],
  drop_here: ["Drop a spreadsheet here", "把表格文件拖到这里"],
  drop_kinds: ["Excel (.xlsx), CSV or JSON", "Excel（.xlsx）、CSV 或 JSON"],
  choose: ["Choose a file", "选择文件"],
  paste: ["Paste cells", "粘贴单元格"],
  example: ["Load the example", "载入示例"],
  template: ["Empty list:", "空白模板："],
  template_xlsx: ["template for Excel", "Excel 模板"],
  template_csv: ["template as CSV", "CSV 模板"],
  paste_title: ["Paste cells from Excel", "粘贴 Excel 单元格"],
  paste_how: [
    "Copy the cells together with their header row, and paste them here (Ctrl+V).",
    "请连同表头一起复制单元格，然后粘贴到这里（Ctrl+V）。",
  ],
  paste_label: ["Cells", "单元格"],
  paste_go: ["Evaluate", "开始评估"],
  pasted_name: ["Pasted cells", "粘贴的单元格"],
  example_name: ["Example (made-up lines)", "示例（虚构的生产线）"],
  cancel: ["Cancel", "取消"],
  close: ["Close", "关闭"],

  goal: ["Goal", "目标"],
  edition: ["Edition of the levels", "水平版本"],
  weighting: ["A line weighs", "加权方式"],
  goal_own: ["own goal of the file: {target}", "文件自带的目标：{target}"],
  edition_default: ["as the goal says: {edition}", "随目标：{edition}"],
  edition_option: ["{year} edition, {document}", "{year}年版，{document}"],
  edition_held: ["{held} of {all} rows with both levels", "{all} 行中 {held} 行两项水平齐全"],
  weighting_default: ["as the goal says: {weighting}", "随目标：{weighting}"],
  weighting_capacity: ["its capacity", "按产能"],
  weighting_energy: ["its energy (tce)", "按能耗（吨标准煤）"],
  weighting_sector_mean: ["so that sectors count the same", "各领域同权平均"],
  weighting_lines: ["one: lines are counted", "按生产线条数"],
  place_china: ["China", "全国"],
  place_zhejiang: ["Zhejiang", "浙江"],
  place_qinghai: ["Qinghai", "青海"],
  at_least: ["at least {target}", "不低于 {target}"],
  more_than: ["more than {target}", "超过 {target}"],
  at_most: ["at most {target} below the baseline", "基准水平以下不高于 {target}"],
  by_day: ["by {day}", "期限 {day}"],

  sending: ["Sending the list", "正在发送清单"],
  judging: ["Judging the lines", "正在逐行判定"],
  receiving: ["Receiving the answer", "正在接收结果"],
  drawing: ["Drawing the result", "正在绘制结果"],
  reading: ["Reading the file", "正在读取文件"],
  problem_title: ["This list could not be evaluated", "这份清单未能评估"],
  problem_row: ["row {row}", "第 {row} 行"],
  problem_more: ["and {count} more", "另有 {count} 处"],
  unreachable: [
    "The service cannot be reached. The list is still here; try again.",
    "无法连接服务。清单仍保留在页面上，请稍后重试。",
  ],
  cut: ["The answer was cut off. Try again.", "结果不完整，请重试。"],
  unreadable: ["The page could not read this file: {why}", "页面无法读取该文件：{why}"],
  retry: ["Try again", "重试"],
  evaluated: ["{count} lines evaluated. {sentence}", "已评估 {count} 行。{sentence}"],

  status_met: ["Goal met", "已达成目标"],
  status_not_met: ["Goal not met", "未达成目标"],
  status_undetermined: ["Not decided yet", "尚不能判定"],
  unit_of_capacity: ["of the capacity", "的产能"],
  unit_of_energy: ["of the capacity, weighed by energy,", "的产能（按能耗加权）"],
  unit_of_sector_mean: ["of the capacity, as the mean of the sectors,", "的产能（各领域同权平均）"],
  unit_of_lines: ["of the lines", "的生产线"],
  is_at: ["{share} {of} is at the benchmark level", "{share}{of}达到标杆水平"],
  is_between: ["Between {low} and {high} {of} is at the benchmark level", "{low} 至 {high} {of}达到标杆水平"],
  is_below: ["{share} {of} is below the baseline level", "{share}{of}低于基准水平"],
  is_below_between: ["Between {low} and {high} {of} is below the baseline level", "{low} 至 {high} {of}低于基准水平"],
  goal_asks: ["the goal asks for {target}", "目标要求{target}"],
  goal_asks_by: ["the goal asks for {target} by {day}", "目标要求{target}，期限 {day}"],
  asks_at_least: ["at least {target}", "不低于 {target}"],
  asks_more_than: ["more than {target}", "超过 {target}"],
  asks_at_most: ["at most {target}", "不高于 {target}"],
  sentence: ["{is}; {asks}.", "{is}；{asks}。"],
  because_ungraded: [
    "The range is there because {count} cannot be graded: they may reach the level or not.",
    "之所以是区间，是因为有 {count}不能定级：它们可能达到，也可能达不到。",
  ],
  missing_share: [
    "{amount} more would have to reach the benchmark level for the goal to be met for certain.",
    "还需 {amount} 达到标杆水平，才能确定达成目标。",
  ],
  missing_clearance: [
    "{amount} would have to be shown at or above the baseline level for the goal to be met for certain.",
    "还需 {amount} 达到基准水平，才能确定达成目标。",
  ],
  missing_mean: [
    "The mean would have to rise by {amount} for the goal to be met for certain.",
    "平均比例还需提高 {amount}，才能确定达成目标。",
  ],
  points: ["{amount} percentage points", "{amount} 个百分点"],
  provisional: [
    "Provisional: {count} rejected and in no total; the list below says why.",
    "结果为暂定：{count}被拒绝，未计入任何合计；原因见逐行结果。",
  ],
  no_share: ["No share can be given: {reason}.", "无法给出比例：{reason}。"],
  reason_no_capacity: ["no line could be used", "没有可用的行"],
  reason_mixed_capacity_dimensions: ["tonnes and square metres do not add up", "吨与平方米等不同量纲的产能不能相加"],
  reason_no_energy_weight: [
    "at least one product has no energy weight (no benchmark level, one not above zero, or another kind of indicator)",
    "至少有一种产品不能按能耗加权（标杆水平未收录、不大于零，或指标不是单位产能能耗）",
  ],
  try_weighting: ["Try another weighting:", "可改用其他加权方式："],
  not_official: [
    "No official text says how unlike products are added up; each sector's own share stands below.",
    "没有官方文件规定不同产品如何合计；各领域自身的比例见下。",
  ],
  count_lines: ["{count} lines", "{count} 行"],
  count_line: ["1 line", "1 行"],

  fact_total: ["Capacity", "总产能"],
  fact_at: ["At the benchmark level", "达到标杆水平"],
  fact_missing: ["Missing to the goal", "距目标还差"],
  fact_lines: ["Lines", "生产线"],
  fact_lines_detail: ["{graded} graded, {ungraded} not graded, {rejected} rejected", "定级 {graded}，未定级 {ungraded}，拒绝 {rejected}"],
  gauge_label: ["Share against the goal", "达标比例与目标"],
  gauge_target: ["goal {target}", "目标 {target}"],
  gauge_low: ["certain", "确定达到"],
  gauge_band: ["possible (not graded)", "可能达到（未定级）"],
  gauge_low_below: ["certainly below the baseline", "确定低于基准"],
  gauge_after: ["with the ticked lines", "勾选改造后"],

  at_benchmark: ["at benchmark", "达到标杆"],
  between: ["between", "标杆与基准之间"],
  below_baseline: ["below baseline", "低于基准"],
  ungraded: ["not graded", "未定级"],
  rejected: ["rejected", "被拒绝"],
  long_at_benchmark: ["at or better than the benchmark level", "优于或等于标杆水平"],
  long_between: ["between benchmark and baseline level", "介于标杆水平与基准水平之间"],
  long_below_baseline: ["worse than the baseline level", "劣于基准水平"],
  long_ungraded: ["not graded (no measurement, or levels not held)", "未定级（无实测值，或水平未收录）"],

  sectors: ["Sectors", "分领域"],
  sectors_lead: ["Capacity by standing. The figure is the share at the benchmark level.", "各领域产能按判定结果的构成；右侧为达到标杆水平的比例。"],
  sector: ["Sector", "领域"],
  sector_share: ["At the benchmark level", "达标比例"],
  groups: ["Groups", "分组"],
  groups_lead: ["The same by the groups of the list (cities, enterprises).", "按清单中的分组（地区、企业）统计。"],
  group_none: ["(no group)", "（未分组）"],
  groups_more: ["Show all {count}", "显示全部 {count} 个"],

  dots: ["Every line against its levels", "每条生产线与两项水平的位置"],
  dots_lead: [
    "Each dot is a line. The scale is drawn for each product so that its benchmark level and its baseline level fall on the two lines; further left is better.",
    "每个点是一条生产线。各产品按自身的标杆水平和基准水平归一，两条竖线即两项水平；越靠左越好。",
  ],
  dots_note: ["Dots at the edge lie beyond it. Choose a dot to find its line in the list.", "边缘的点超出范围。点选可在清单中定位该行。"],
  dots_chart: ["Dot plot: {count} graded lines, by product", "点图：按产品列出的 {count} 条已定级生产线"],
  dots_none: ["No line is graded.", "没有已定级的行。"],
  benchmark_level: ["benchmark level", "标杆水平"],
  baseline_level: ["baseline level", "基准水平"],
  better: ["← better", "← 更优"],
  worse: ["worse →", "更差 →"],

  whatif: ["What if lines were brought to the benchmark level?", "如果把部分生产线改造到标杆水平？"],
  whatif_lead: [
    "Tick lines in the list, or let the page tick the fewest lines that reach the goal.",
    "在清单中勾选生产线，或由页面选出达成目标所需的最少条数。",
  ],
  whatif_fewest: ["Tick the fewest lines that reach the goal", "勾选达成目标的最少条数"],
  whatif_clear: ["Untick all", "取消全部勾选"],
  whatif_now: ["Now", "目前"],
  whatif_then: ["With {count} at the benchmark level", "{count}达到标杆水平后"],
  whatif_saves: ["It would save about {amount} tce a year, as far as the intensities are measured.", "在有实测值的范围内，每年约可节约 {amount} 吨标准煤。"],
  whatif_greedy: [
    "Chosen by {order}: the largest first, until the share that is certain reaches the target. No smaller number of lines can do it.",
    "选取方法：按{order}从大到小依次选取，直至确定的比例达到目标。不可能用更少的条数达成。",
  ],
  order_capacity: ["capacity", "产能"],
  order_energy: ["capacity times benchmark level", "产能乘以标杆水平"],
  order_sector_mean: ["part in the capacity of the sector", "占本领域产能的比例"],
  order_lines: ["capacity (each counts the same)", "产能（每条计数相同）"],
  whatif_impossible: [
    "The goal cannot be reached in this way: even with all of them the share is {share}. Lines whose levels are not held cannot be brought to a level.",
    "用这种办法不能达成目标：即使全部改造，比例也只有 {share}。水平未收录的生产线无从改造到该水平。",
  ],
  whatif_reached: ["The goal is already met.", "目标已经达成。"],
  whatif_exact: [
    "Computed exactly, in whole numbers, from the answer of the service; checked against its share first.",
    "依据服务返回的数值以整数精确计算，并先与服务给出的比例核对一致。",
  ],
  whatif_off: [
    "Not available: the page does not arrive at the share of the service ({ours} instead of {theirs}), so it shows nothing rather than something wrong.",
    "不可用：页面算得的比例与服务不一致（{ours} 与 {theirs}），因此不显示任何可能错误的结果。",
  ],
  whatif_no_share: ["Not available without a share.", "没有比例，无法测算。"],

  lines: ["Lines", "逐行结果"],
  lines_lead: [
    "Change a cell where something is wrong, and evaluate again.",
    "可直接修改有误的单元格，然后重新评估。",
  ],
  lines_no_cells: [
    "The cells of this file cannot be shown here; the verdicts are those of the service.",
    "无法在此显示该文件的单元格；判定结果来自服务。",
  ],
  filter_text: ["Find in the list", "在清单中查找"],
  filter_standing: ["Show", "显示"],
  filter_all: ["all", "全部"],
  filter_product: ["Product", "产品"],
  filter_all_products: ["all products", "全部产品"],
  shown_lines: ["{shown} of {all} lines", "显示 {shown} / {all} 行"],
  none_shown: ["No line fits.", "没有符合条件的行。"],
  sort_by: ["Sort by {column}", "按{column}排序"],
  column_row: ["Line", "行"],
  column_verdict: ["Verdict", "判定"],
  column_product: ["Product of the table", "对应产品"],
  column_levels: ["Benchmark / baseline", "标杆 / 基准"],
  column_gap: ["To benchmark", "与标杆差距"],
  column_capacity_year: ["Capacity a year", "年产能"],
  tick_line: ["Bring line {line} to the benchmark level", "将第 {line} 行改造到标杆水平"],
  cell_label: ["{column}, line {line}", "{column}，第 {line} 行"],
  changed_cells: ["{count} changed", "已修改 {count}"],
  changed_cell_one: ["1 cell", "1 个单元格"],
  changed_cell_many: ["{count} cells", "{count} 个单元格"],
  evaluate_again: ["Evaluate again", "重新评估"],
  candidates: ["Did you mean", "可选"],
  field_id: ["Id", "编号"],
  field_benchmark: ["Product", "产品"],
  field_capacity: ["Capacity", "产能"],
  field_capacity_unit: ["Capacity unit", "产能单位"],
  field_intensity: ["Intensity", "单位产品综合能耗"],
  field_intensity_unit: ["Intensity unit", "能耗单位"],
  field_operating_days: ["Days", "运行天数"],
  field_group: ["Group", "分组"],

  take: ["Take it away", "带走结果"],
  take_files: ["Results as a file:", "下载结果："],
  take_print: ["Print, or save as PDF", "打印或存为 PDF"],
  take_link: ["Copy a link to these settings", "复制当前设置的链接"],
  take_link_note: ["The link holds goal, edition, weighting and language, never the list.", "链接只含目标、版本、加权方式和语言，不含清单。"],
  copied: ["Copied", "已复制"],
  copy_by_hand: ["Copy this address:", "请复制此地址："],
  file_results: ["results", "评估结果"],

  print_made: ["Made on {day}", "生成日期：{day}"],
  print_list: ["List: {name}, {count}", "清单：{name}，{count}"],
  print_goal: ["Goal: {goal}", "目标：{goal}"],
  print_weighting: ["Weighting: {weighting}", "加权方式：{weighting}"],
  print_edition: ["Levels: {document}; fingerprint of the data {fingerprint}", "水平依据：{document}；数据指纹 {fingerprint}"],
  print_lines: ["Lines that are not at the benchmark level", "未达到标杆水平的生产线"],
  print_lines_all: ["all {count}", "共 {count} 行"],
  print_lines_cut: ["the first {shown} of {count}, in the order of the page", "按页面排序的前 {shown} 行，共 {count} 行"],
  print_note: ["Verdict or reason", "判定或原因"],

  catalogue: ["Benchmark and baseline levels", "标杆水平与基准水平"],
  catalogue_lead: [
    "Every row of the two official tables, with what is known of its levels. A level is held only with evidence and sources; none is borrowed from the other edition.",
    "两版官方表格的全部条目及其水平的收录情况。只收录有依据和来源的数值，不借用另一版本的数值。",
  ],
  catalogue_search: ["Search in Chinese or English", "用中文或英文查找产品"],
  catalogue_filter: ["Show", "显示"],
  catalogue_all: ["all rows", "全部条目"],
  catalogue_held: ["both levels held", "两项水平齐全"],
  catalogue_gaps: ["something not held", "有未收录的水平"],
  catalogue_count: ["{count} rows", "{count} 条"],
  catalogue_none: ["No product by that name.", "没有该名称的产品。"],
  catalogue_product: ["Product", "产品"],
  catalogue_benchmark: ["Benchmark", "标杆水平"],
  catalogue_baseline: ["Baseline", "基准水平"],
  catalogue_year: ["{year} edition", "{year}年版"],
  catalogue_rows: ["{document}: {held} of {all} rows with both levels", "{document}：{all} 条中 {held} 条两项水平齐全"],
  not_listed: ["not a row of this edition", "该版本无此条目"],
  not_held: ["not held", "未收录"],
  evidence_quoted: ["quoted", "直接引用"],
  evidence_corroborated: ["corroborated", "旁证"],
  evidence_quoted_long: ["quoted: an outside publication states it as the table's own figure", "直接引用：有公开出版物将其作为该表数值引用"],
  evidence_corroborated_long: [
    "corroborated: it equals a related official figure, or one secondary source states it",
    "旁证：与相关官方数值一致，或有一处二手来源载明",
  ],
  aliases: ["Also known as", "又称"],
  indicator: ["Indicator", "指标"],
  standard: ["Standard", "参考标准"],

  foot_data: ["Data {fingerprint}", "数据 {fingerprint}"],
  foot_version: ["biaogan {version}", "标杆 {version}"],
  foot_about: [
    "Levels and goals are facts from public documents, cited beside each figure. Verdicts are aids, not official decisions.",
    "水平和目标均取自公开文件，出处附在每个数值旁。判定仅供参考，不是官方认定。",
  ],
};

/** The text of a key in the reader's language, with its facts filled in. */
export function t(key, facts = {}) {
  const found = TEXTS[key];
  if (!found) return key;
  return found[settings.lang === "zh" ? 1 : 0].replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}

/** Whether there is a text of this key. */
export const has = (key) => key in TEXTS;

/** So many lines, in words. */
export function lineCount(count, shown) {
  return count === 1 ? t("count_line") : t("count_lines", { count: shown });
}

/** Give the document the language, and every element that names a key its text. */
export function translate(root = document) {
  document.documentElement.lang = settings.lang === "zh" ? "zh-CN" : "en";
  document.title = `${settings.lang === "zh" ? "标杆" : "biaogan"} · ${t("title")}`;
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  for (const element of root.querySelectorAll("[data-placeholder]")) element.placeholder = t(element.dataset.placeholder);
}
