//! What programs say on every page: the theme, search, help and settings, going from page to page.

crate::words::words! {
    // The theme.
    theme: "Theme" / "主题";
    light: "Light" / "浅色";
    as_the_system: "As the system" / "跟随系统";
    dark: "Dark" / "深色";

    // Buttons and words that many parts share.
    close: "Close" / "关闭";
    try_again: "Try again" / "重试";

    // Going from page to page.
    page_not_available: "Page not available" / "页面无法打开";
    no_connection_to_the_site: "There is no connection to the site." / "无法连接到本站。";
    server_answered(status): "The server answered {status}." / "服务器返回了 {status}。";
    of_another_version: "It is of another version of this site: reload the page." / "它属于本站的另一个版本：请刷新页面。";
    not_where: "It is not where it should be." / "它不在应在的位置。";
    they_are_of_another_version: "They are of another version of this site: reload the page." / "它们属于本站的另一个版本：请刷新页面。";
    they_are_not_where: "They are not where they should be." / "它们不在应在的位置。";
    lab_lost: "The lab could not be loaded. Check the connection, then reload the page." / "实验未能加载。请检查网络连接，然后刷新页面。";
    lab_outdated: "This lab was made for another version of the site. Reload the page to run it." / "此实验是为本站的另一个版本制作的。请刷新页面后运行。";
    playground_lost: "The playground could not be loaded. Check the connection, then reload the page." / "演练场未能加载。请检查网络连接，然后刷新页面。";
    records_lost: "What this browser keeps could not be shown. Check the connection, then reload the page." / "无法显示此浏览器保存的内容。请检查网络连接，然后刷新页面。";
    exam_lost: "The assessment could not be loaded. Check the connection, then reload the page." / "测评未能加载。请检查网络连接，然后刷新页面。";
    not_kept_try_again: "This could not be kept. Check the connection, then try again." / "未能保存。请检查网络连接，然后重试。";
    not_loaded_try_again: "This could not be loaded. Check the connection, then try again." / "未能加载。请检查网络连接，然后重试。";
    terms(count): "{count} terms" / "{count} 个术语";
    terms_of(count, all): "{count} of {all} terms" / "共 {all} 个术语，显示 {count} 个";

    // Search.
    type_a_word: "Type a word or two." / "输入一两个词即可搜索。";
    index_lost: "The index of the site could not be loaded. Check the connection, then try again." / "本站的索引未能加载。请检查网络连接，然后重试。";
    more_results: "More results" / "更多结果";
    nothing_fits(query): "Nothing fits “{query}”. Try fewer or other words." / "没有找到与“{query}”相符的内容。请减少或更换关键词。";
    one_result(query): "1 result for “{query}”" / "“{query}”有 1 个结果";
    results(total, query): "{total} results for “{query}”" / "“{query}”有 {total} 个结果";
    first_results(total, query, shown): "{total} results for “{query}”, the first {shown} of them here" / "“{query}”有 {total} 个结果，这里显示前 {shown} 个";
    all_kinds: "All" / "全部";
    concept: "Concept" / "概念";
    component: "Component" / "组件";
    template: "Template" / "模板";
    case_study: "Case study" / "案例";
    lab: "Lab" / "实验";
    term: "Term" / "术语";
    question: "Question" / "题目";
    path: "Path" / "学习路径";
    assessment: "Assessment" / "测评";
    page: "Page" / "页面";
    concepts: "Concepts" / "概念";
    components: "Components" / "组件";
    templates: "Templates" / "模板";
    case_studies: "Case studies" / "案例";
    labs: "Labs" / "实验";
    all_terms: "Terms" / "术语";
    questions: "Questions" / "题目";
    paths: "Paths" / "学习路径";
    assessments: "Assessments" / "测评";
    other_pages: "Other pages" / "其他页面";

    // Settings.
    kept_in_this_browser: "Kept in this browser." / "已保存在此浏览器中。";
    setting_not_kept: "Not kept: this browser’s storage is blocked or full. It holds until you leave the page." / "未能保存：此浏览器的存储空间被禁用或已满。设置在离开页面前有效。";
    all_at_defaults: "All settings are at their defaults." / "所有设置都已恢复默认值。";
    theme_about: "The switch at the top of every page does the same." / "与每个页面顶部的开关作用相同。";
    text_size: "Text size" / "文字大小";
    text_size_about: "Of all text but the labels in diagrams and in charts that nobody has run yet. Your browser’s zoom enlarges those, too." / "适用于除架构图和尚未运行的图表中的标签以外的所有文字。浏览器的缩放功能可以同时放大这些标签。";
    line_spacing: "Line spacing" / "行距";
    line_spacing_about: "Of running text." / "适用于正文。";
    normal: "Normal" / "标准";
    wide: "Wide" / "较宽";
    wider: "Wider" / "最宽";
    motion: "Motion" / "动态效果";
    motion_about: "Reduced, nothing fades, slides or flows. Charts still follow a run." / "减弱后不再有淡入淡出、滑动和流动效果。图表仍会随运行更新。";
    reduced: "Reduced" / "减少";
    data: "Data" / "流量";
    data_about: "Reduced, nothing is fetched ahead of you. A lab shows a recorded run until you load it, terms are explained in the glossary only, and signs of what you have read come once you mark a page as read."
        / "减少后不会预先加载任何内容。实验在你加载之前显示录制的运行结果，术语只在术语表中解释，已读标记在你把页面标为已读后才出现。";
    as_the_browser_asks: "As the browser asks" / "跟随浏览器";
    not_reduced: "Not reduced" / "不减少";
    single_keys: "Single-key shortcuts" / "单键快捷键";
    single_keys_about: "Keys that do something by themselves: <kbd>/</kbd> and <kbd>?</kbd> on every page, and those of review. Switch them off if you speak to your computer, or press keys by mistake. Ctrl+K still opens search."
        / "单独按下即生效的按键：每个页面上的 <kbd>/</kbd> 和 <kbd>?</kbd>，以及复习时的按键。如果你使用语音输入，或者容易误按，可以关闭它们。Ctrl+K 仍可打开搜索。";
    on: "On" / "开启";
    off: "Off" / "关闭";

    // Help on the keys.
    keys_on_this_page: "Keys on this page" / "本页快捷键";
    single_keys_are_off: "Single-key shortcuts are off." / "单键快捷键已关闭。";
    command_is_ctrl: "⌘ does what Ctrl does." / "⌘ 与 Ctrl 作用相同。";
    all_keys: "All keys, and settings" / "全部快捷键与设置";
    or: "or" / "或";
    up_arrow: "up arrow" / "上箭头";
    down_arrow: "down arrow" / "下箭头";
    left_arrow: "left arrow" / "左箭头";
    right_arrow: "right arrow" / "右箭头";
    slash: "slash" / "斜杠";
    question_mark: "question mark" / "问号";
    space: "Space" / "空格";

    // What keys do, by the parts of a page.
    on_every_page: "On every page" / "在所有页面上";
    search_the_site: "search the site" / "搜索本站";
    show_the_keys: "show the keys of the page" / "显示本页快捷键";

    in_search: "In search" / "搜索时";
    choose_next_result: "choose the next result" / "选择下一个结果";
    choose_result_before: "choose the result before" / "选择上一个结果";
    choose_first_result: "choose the first result, once you are past it" / "离开第一个结果后，选择第一个结果";
    choose_last_result: "choose the last result, once you are past the first" / "离开第一个结果后，选择最后一个结果";
    open_the_result: "open the result" / "打开结果";
    close_search: "close search" / "关闭搜索";

    in_a_lab: "In a lab or the playground" / "在实验或演练场中";
    undo_change: "undo the last change of a setting, a fault or the design" / "撤销对参数、故障或设计的上一次修改";
    redo_change: "do again what was undone" / "恢复已撤销的修改";

    on_a_diagram: "On a diagram of a lab" / "在实验的架构图上";
    node_on_the_left: "go to the node on the left" / "移到左侧节点";
    node_on_the_right: "go to the node on the right" / "移到右侧节点";
    node_above: "go to the node above" / "移到上方节点";
    node_below: "go to the node below" / "移到下方节点";
    first_node: "go to the first node" / "移到第一个节点";
    last_node: "go to the last node" / "移到最后一个节点";
    toggle_the_panel: "open the node’s panel, or close it" / "打开或关闭节点面板";
    close_the_panel: "close the panel" / "关闭面板";

    in_a_panel: "In a node’s panel" / "在节点面板中";

    on_a_fault: "On a fault of the timeline" / "在时间轴的故障上";
    fault_later: "move it to a little later" / "稍微延后";
    fault_earlier: "move it to a little earlier" / "稍微提前";
    fault_much_later: "move it to ten times as much later" / "以十倍幅度延后";
    fault_much_earlier: "move it to ten times as much earlier" / "以十倍幅度提前";
    fault_to_start: "move it to the start" / "移到起点";
    fault_remove: "remove it" / "删除故障";
    fault_close: "put it back while it is moved, or close its fields" / "移动中放回原处，或关闭其编辑栏";

    looking_back: "While you look back along a run" / "回看运行时";
    back_to_the_present: "go back to the present" / "回到当前时刻";

    on_a_chart: "On a chart that has been drawn here" / "在此处绘制的图表上";
    next_value: "read the next value" / "读取下一个值";
    value_before: "read the value before" / "读取上一个值";
    ten_values_on: "go ten values on" / "前进十个值";
    ten_values_back: "go ten values back" / "后退十个值";
    first_value: "read the first value" / "读取第一个值";
    last_value: "read the last value" / "读取最后一个值";
    crosshair_away: "put the crosshair away" / "收起十字线";

    on_tabs: "On tabs" / "在选项卡上";
    next_tab: "open the next tab" / "打开下一个选项卡";
    tab_before: "open the tab before" / "打开上一个选项卡";
    first_tab: "open the first tab" / "打开第一个选项卡";
    last_tab: "open the last tab" / "打开最后一个选项卡";

    in_review: "In review, once a card is turned" / "复习时，卡片翻面之后";
    rate_again: "rate: again" / "评分：重来";
    rate_hard: "rate: hard" / "评分：困难";
    rate_good: "rate: good" / "评分：良好";
    rate_easy: "rate: easy" / "评分：简单";
    bury_the_card: "bury the card until tomorrow" / "将卡片推迟到明天";
    undo_rating: "undo the last rating" / "撤销上一次评分";

    in_a_note: "While you write a note" / "写笔记时";
    note_done: "done: the note is kept" / "完成：笔记已保存";

    in_a_question: "In a question" / "答题时";
    choose_answer: "choose the answer before or after, where only one can be chosen" / "单选题中选择上一个或下一个答案";
    press_answer: "choose an answer or take it back; press a button" / "选中或取消答案；按下按钮";
    check_answer: "check what you have answered" / "检查答案";
    in_an_assessment: "In an assessment" / "测评时";
    over_a_page: "Over a page" / "页面上方有弹出内容时";
    close_what_opened: "close what has opened over the page: search, help, the contents, the meaning of a term" / "关闭弹出的内容：搜索、帮助、目录、术语释义";
}
