//! What the host alone says: the frame of every page, and pages that no program takes over.

use super::{Language, language};

crate::words::words! { after weigh;
    // The frame.
    by_running_it(name): "{name}: system design by running it" / "{name}：在运行中学系统设计";
    skip: "Skip to the content" / "跳到正文";
    home: "Headroom, home" / "Headroom 首页";
    parts_of_the_site: "Parts of the site" / "本站栏目";
    all_parts_of_the_site: "All parts of the site" / "本站全部栏目";
    playground: "Playground" / "演练场";
    progress: "Progress" / "进度";
    contents: "Contents" / "目录";
    close: "Close" / "关闭";
    breadcrumbs: "Breadcrumbs" / "所在位置";
    on_this_page: "On this page" / "本页内容";
    overview: "Overview" / "概览";
    previous_and_next: "Previous and next page" / "上一页与下一页";
    previous: "Previous" / "上一页";
    next: "Next" / "下一页";
    help_is_coming: "Help is on its way." / "帮助正在加载。";
    every_chart_is_a_run: "Every chart here is a simulation that ran on your machine or when this page was built. " / "这里的每张图表都来自一次仿真，或在你的设备上运行，或在生成本页时运行。";
    answers_stay_here: "Your answers stay in this browser: no account, no server, nothing from third parties." / "你的答案只保存在此浏览器中：没有账号，没有服务器，也没有第三方内容。";
    search: "Search" / "搜索";
    map: "Concept map" / "概念图";
    glossary: "Glossary" / "术语表";
    accuracy: "How accurate is it?" / "仿真有多准确？";
    your_progress: "Your progress" / "你的进度";
    review: "Review" / "复习";
    your_notes: "Your notes" / "你的笔记";
    offline: "Without a connection" / "离线使用";
    settings: "Settings" / "设置";
    keyboard: "Keyboard" / "键盘";
    about_this_page: "About this page" / "关于本页";
    load_lab_about: "To save data this is not loaded yet: it shows a run that was recorded. " / "为节省流量，实验尚未加载：这里显示录制的运行结果。";
    load_lab: "Load the lab" / "加载实验";
    embed_questions: "Embed these questions" / "嵌入这些题目";

    // Search.
    choose: " choose · " / " 选择 · ";
    opens: " opens · " / " 打开 · ";
    closes: " closes" / " 关闭";
    as_a_page: "As a page" / "在页面中打开";
    search_field: "Search the site" / "搜索本站";
    search_for: "Pages, terms, questions" / "页面、术语、题目";
    kind_of_result: "Kind of result" / "结果类型";
    search_is_coming: "Search is on its way." / "搜索正在加载。";
    results: "Results" / "结果";
    search_without_script: "Search needs JavaScript. The parts of the site, its glossary and its map are there without." / "搜索需要 JavaScript。没有 JavaScript 时仍可使用各栏目、术语表和概念图。";

    // Settings.
    settings_without_script: "Settings need JavaScript, which is off. The page follows your system’s theme and your browser’s text size without." / "设置需要 JavaScript，而它已关闭。此时页面跟随系统的主题和浏览器的文字大小。";
    back_to_defaults: "Back to defaults" / "恢复默认设置";
    shows_the_keys: " shows the keys of the page you are on. " / " 显示当前页面的快捷键。";
    leads_to_everything: " leads to everything that can be used." / " 依次移到每个可操作的元素。";
    which_language: "Language" / "语言";
    which_language_about: "Of the interface. What the site teaches is in English." / "仅影响界面。教学内容为英文。";

    // Pages that teach.
    level: "Level" / "难度";
    reading_time: "Reading time" / "阅读时间";
    questions: "Questions" / "题目";
    templates_that_use_it: "Templates that use it" / "使用它的模板";
    case_studies: "Case studies" / "案例";
    concepts: "Concepts" / "概念";
    after_this_page: "After this page you can" / "读完本页，你可以";
    read_before: "Read before" / "建议先读";
    related_concepts: "Related concepts" / "相关概念";
    sources: "Sources" / "参考文献";
    last_checked: "Facts last checked on " / "内容最近核对于 ";
    full_stop: "." / "。";
    organisation: "Organisation" / "机构";
    when: "When" / "时间";
    kind: "Kind" / "类型";
    outage: "Outage" / "故障";
    migration: "Migration" / "迁移";
    scaling: "Scaling" / "扩容";
    concepts_it_shows: "Concepts it shows" / "涉及的概念";
    templates_like_it: "Templates like it" / "类似的模板";
    in_scenario_files: "In scenario files" / "场景文件中的名称";
    parameters: "Parameters" / "参数";
    table_of_parameters: "Table of parameters" / "参数表";
    parameter: "Parameter" / "参数";
    default: "Default" / "默认值";
    range: "Range" / "范围";
    meaning: "Meaning" / "含义";
    metrics: "Metrics" / "指标";
    table_of_metrics: "Table of metrics" / "指标表";
    metric: "Metric" / "指标";
    unit: "Unit" / "单位";
    leaves_out: "What the model leaves out" / "模型未涵盖的内容";
    used_by: "Used by" / "使用者";
    designs: "Designs" / "设计方案";
    difficulty: "Difficulty" / "难度";
    components: "Components" / "组件";
    asked_in_interviews: "Asked in interviews" / "面试考察频率";
    tags: "Tags" / "标签";
    what_happened: "What happened to systems like it" / "类似系统发生过的事";
    compare_in_lab: "Compare in the lab" / "在实验中对比";
    with_design(title): " with {title}" / "：{title}";
    beside_others: "Beside the other designs" / "与其他方案对比";
    about_beside: "All designs of this problem can be run on the same arrivals, side by side, over as many seeds as you have patience for." / "此问题的所有方案都可以在相同的到达流量下并排运行，随机种子的数量由你决定。";
    of(part, all): "{part} of {all}" / "{part}/{all}";
    steps: "Steps" / "步骤";
    time_in_all: "Time in all" / "总时间";
    map_level(number): "Level {number}" / "第 {number} 层";
    after(titles): "After {titles}" / "先读：{titles}";
    filter: "Filter" / "筛选";
    letters: "Letters" / "字母";
    no_such_term: "No term has that in its name or its definition." / "没有名称或释义包含该内容的术语。";
    also(names): "also {names}" / "又称 {names}";
    explained_in: "Explained in " / "详见 ";
    see_also: "See also " / "另见 ";

    // The front page, and pages where something is missing.
    learn_by_running: "Learn system design by running it" / "在运行中学系统设计";
    start_reading: "Start reading" / "开始阅读";
    start_reading_at(title): "Start reading: {title}" / "开始阅读：{title}";
    all_concepts: "All concepts" / "全部概念";
    review_today: "Review what is due today" / "复习今天到期的内容";
    about_offline: "Labs run in your browser and answers stay in it: nothing else is needed. “Install” or “Add to Home Screen” in the browser's menu puts the site among your apps."
        / "实验在你的浏览器中运行，答案也留在其中，不需要别的。浏览器菜单中的“安装”或“添加到主屏幕”可以把本站放入你的应用。";

    // How accurate the engine is.
    known_systems: "Systems with a known answer" / "答案已知的系统";
    figures_compared: "Figures compared" / "对照的数值";
    outside_interval: "Outside of their interval" / "超出区间的数值";
    what_this_leaves_out: "What this leaves out" / "未涵盖的内容";
    figures_of(family): "Figures: {family}" / "数值：{family}";
    all_figures(count): "All {count} figures" / "全部 {count} 个数值";
    figure: "Figure" / "数值";
    known: "Known" / "已知值";
    simulated: "Simulated" / "仿真值";
    difference: "Difference" / "差异";
}

/// A day as it is written: "23 November 2026". `name` is that of the month in English, which is counted from 1.
pub fn date(day: u8, month: usize, name: &str, year: &str) -> String {
    match language() {
        Language::English => format!("{day} {name} {year}"),
        Language::Chinese => format!("{year}年{month}月{day}日"),
    }
}
