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
    accuracy_why: "Every lab here is a simulation, and a simulation can be wrong. So the engine is given systems whose answer is known from elsewhere, and what it gives is held against that."
        / "这里的每个实验都是仿真，而仿真可能出错。因此我们让引擎运行答案已知的系统，再把它给出的结果与已知答案对照。";
    how_a_dot_reads: "Each system runs many times with seeds of its own, and the runs give a mean and an interval around it. A dot is how far that mean lies from the known value, as a share of it; the line is the interval. A figure holds when the line meets zero, and when noise leaves the line short enough to mean something: each figure has a limit to that, set beforehand."
        / "每个系统都用不同的随机种子运行多次，由此得到均值及其区间。圆点表示均值与已知值相差的比例，线段表示区间。线段碰到零，并且短到有意义，这个数值才算成立：每个数值的线段长度上限都事先设定。";
    why_so_confident(confidence, chance): "With so many figures some would miss by chance alone at the usual 95%. The intervals have a confidence of {confidence}, so that a right engine misses any figure at all in less than {chance} of all cases. Lines are longer where the known value is itself uncertain, an approximation or a measurement."
        / "数值这么多，若按通常的 95% 置信水平，总会有一些仅因偶然而落空。这里区间的置信水平为 {confidence}，因此正确的引擎出现任何落空的概率低于 {chance}。如果已知值本身不确定，是近似值或实测值，线段会更长。";
    runs_were_made: "The runs were made when this site was built, and had a figure been outside of its interval, it would not have been built. "
        / "这些运行在生成本站时完成；只要有一个数值超出区间，本站就不会生成。";
    makes_them_again: " makes them again, and with " / " 会重新运行；加上 ";
    longer_ones: " longer ones and more." / " 则运行得更久、更多。";
    leaves_out_most: "Most systems worth a simulation have no known answer. What is shown is that the parts are right, and that they are right together where theory reaches: in networks, with callers that try again, with users who wait."
        / "值得仿真的系统大多没有已知答案。这里表明的是各部分是正确的，并且在理论所及之处合起来也是正确的：在网络中、在调用方重试时、在用户等待时。";
    leaves_out_change: "Theory speaks of the long run. How a system comes into a fault and out of it is held by tests of each mechanism and not by figures on this page."
        / "理论讲的是长期表现。系统如何进入故障、又如何恢复，由各机制的测试来保证，而不是由本页的数值。";
    leaves_out_products: "A model is not the product it imitates. Only functions are compared with measurements of a real platform; what the model of a component leaves out is listed on the component’s own page."
        / "模型不等于它所模仿的产品。只有函数与真实平台的实测数据作了对照；每个组件的模型未涵盖什么，列在该组件自己的页面上。";
    half_within(figures, share, most, interval, system, label): "Half of the {figures} figures are within {share} of what is known. The farthest is {most} off, in an interval of ±{interval}: {system}, {label}."
        / "{figures} 个数值中，有一半与已知值相差不超过 {share}。相差最大的为 {most}，其区间为 ±{interval}：{system}，{label}。";

    // There is no such page.
    not_found: "Page not found" / "页面不存在";
    nothing_here: "Nothing lives at this address. The link that led here may be old, or the address mistyped." / "此地址没有任何内容。指向这里的链接可能已过时，或地址输入有误。";
    all_there_is: "All there is stands under " / "全部内容请见：";
    concepts_there: "concepts" / "概念";
    comma: ", " / "、";
    components_there: "components" / "组件";
    and: " and " / "和";
    templates_there: "templates" / "模板";
    to_the_front_page: "Go to the front page" / "前往首页";

    // It cannot be had now.
    no_connection: "No connection" / "没有网络连接";
    not_kept: "The site cannot be reached, and this page is not kept on this device." / "无法连接到本站，此页面也没有保存在此设备上。";
    open_without: "Pages that you have visited open without a connection. With one, you can " / "访问过的英文页面可以离线打开。联网后，你可以";
    keep_whole: "keep the whole site" / "把全站（英文）保存到设备上";
    try_again: "Try again" / "重试";

    // In frames of other pages.
    questions_on(title): "Questions on {title}" / "“{title}”的题目";
    questions_from(title): "{title}, from Headroom" / "{title}，来自 Headroom";
    answers_in_a_frame: "Answers are checked here, and kept where this browser lets a frame keep anything: most keep it apart, for the site around the frame, so that you do not find it on Headroom."
        / "答案在这里检查；只要此浏览器允许框架保存数据，答案就会保存。大多数浏览器会按外层网站分开保存，因此你在 Headroom 上看不到这些答案。";
    around_this: " The page around this one, " / "外层页面 ";
    is_told: ", is told how many of these questions you have answered, and your points." / "会得知你答了多少题以及得分。";
    about_code: "This code, in the HTML of another page, shows there what stands above." / "把这段代码放入另一页面的 HTML，即可在那里显示上面的内容。";
    address_of_host: "Address of that page, if it is to be told the score" / "该页面的地址（如果要让它得知得分）";
    no_address: "An address begins as https://example.org does. The code asks for no score." / "地址应以 https://example.org 这样的形式开头。当前代码不会要求得分。";
}

/// A day as it is written: "23 November 2026". `name` is that of the month in English, which is counted from 1.
pub fn date(day: u8, month: usize, name: &str, year: &str) -> String {
    match language() {
        Language::English => format!("{day} {name} {year}"),
        Language::Chinese => format!("{year}年{month}月{day}日"),
    }
}
