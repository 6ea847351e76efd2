//! Labs: how they are set and run, what is broken in them, what is predicted, what is shared. What a design calls things is content; what the engine
//! says is in `engine`.

crate::words::words! { after quiz;
    lab: "Lab" / "实验";
    controls: "Controls" / "控制";
    open_whole_lab: "Open the whole lab" / "打开完整实验";
    to_change_the_load: " to change the load, break things and compare." / "，可以改变负载、注入故障并进行对比。";
    another_version: "This lab was made for another version of the site. Reload the page to run it." / "此实验属于本站的另一个版本。请刷新页面后再运行。";
    recorded_brief: "The engine made this run when the site was built, to its end. With JavaScript it runs here." / "这次运行由引擎在生成本站时完整跑完。启用 JavaScript 后可在此处运行。";
    recorded_whole: "The engine made this run when the site was built, to its end. With JavaScript it runs here, and the load, the settings and the seed are yours to change."
        / "这次运行由引擎在生成本站时完整跑完。启用 JavaScript 后可在此处运行，负载、参数和随机种子都可以修改。";
    ask_more: "Ask more of it" / "进一步分析";
    how_accurate: "How accurate is it?" / "仿真有多准确？";
    open_in_playground: "Open in the playground" / "在演练场中打开";

    // Running.
    experiment: "Experiment" / "场景";
    run_simulation: "Run simulation" / "运行仿真";
    pause: "Pause" / "暂停";
    starting: "Starting" / "正在启动";
    go_on: "Continue" / "继续";
    run_again: "Run again" / "重新运行";
    a_hundredth: "A hundredth of the run" / "运行总时长的百分之一";
    step: "Step" / "单步";
    run_to_end: "Run to end" / "运行到底";
    reset: "Reset" / "重置";
    speed: "Speed" / "速度";
    flat_out: "as fast as it goes" / "全速";
    real_time: "real time" / "实时";
    seed: "Seed" / "随机种子";
    bad_seed(most, kept): "A seed is a whole number from 0 to {most}; {kept} stays." / "随机种子是 0 到 {most} 的整数；仍使用 {kept}。";
    take_back: "Take back" / "撤销与恢复";
    undo: "Undo" / "撤销";
    redo: "Redo" / "恢复";
    as_written: "All settings as written" / "全部恢复原始参数";
    no_experiment(name): "there is no experiment `{name}` in this lab" / "此实验中没有场景“{name}”";
    no_setting(path): "there is no setting `{path}` in this lab" / "此实验中没有参数“{path}”";
    refused(why): "This cannot be run: {why}." / "无法运行：{why}。";
    refused_for(label, node, why): "“{label}” of {node}: {why}." / "{node} 的“{label}”：{why}。";
    not_set(why): "It could not be set: {why}." / "未能设置：{why}。";

    // The engine.
    not_started(why): "This browser would not start the engine: {why}" / "此浏览器无法启动引擎：{why}";
    not_told(why): "The engine could not be told: {why}" / "无法向引擎发送指令：{why}";
    different_versions: "This page and its engine are of different versions; reload the page to get the new one." / "页面与引擎的版本不一致；请刷新页面以获取新版本。";
    engine_stopped(why): "The engine stopped unexpectedly{why} and was restarted. That run is lost; press Run for a new one." / "引擎意外停止{why}，现已重新启动。这次运行已丢失；请按“运行仿真”重新开始。";
    engine_lost(why): "The engine could not be loaded{why}. Check the connection, then press Run to try again." / "引擎未能加载{why}。请检查网络连接，然后按“运行仿真”重试。";
    pool_not_started(why): "this browser would not start the engine: {why}" / "此浏览器无法启动引擎：{why}";
    pool_version: "the engine is of another version; reload the page" / "引擎版本不一致，请刷新页面";
    pool_stopped(why): "the engine stopped unexpectedly ({why})" / "引擎意外停止（{why}）";
    pool_lost(why): "the engine could not be loaded ({why})" / "引擎未能加载（{why}）";

    // Where a run stands.
    recorded_run: "Recorded run" / "录制的运行";
    ready: "Ready" / "就绪";
    running: "Running" / "运行中";
    paused: "Paused" / "已暂停";
    finished: "Finished" / "已完成";
    stopped: "Stopped" / "已停止";
    of(now, all): "{now} of {all}" / "{now} / {all}";
    as_at: "as at " / "截至 ";
    figures_of_whole_run: "figures of the whole run" / "数值为整个运行";
    back_to_the_end: "Back to the end" / "回到末尾";
    requests(count): "{count} requests" / "{count} 个请求";
    progress_of_run: "Progress of the run" / "运行进度";
    events_in(events, wall, rate): "{events} events in {wall}: {rate} of the engine" / "{wall} 内处理 {events} 个事件：引擎速度 {rate}";
    what_it_shows: "What the run shows" / "运行结论";
    download_report: "Download the report (JSON)" / "下载报告（JSON）";
    covered_until_predicted: "The recorded run is covered until you have predicted: it would give the answer away." / "录制的运行会泄露答案，在你做出预测之前不予显示。";
    show_recorded: "Show the recorded run" / "显示录制的运行";
    the_recorded_run: "The recorded run" / "录制的运行";

    // Settings.
    settings: "Settings" / "参数";
    waits_for_reset: "Changes marked “at reset” wait for a new run." / "标有“重置时生效”的修改要到下一次运行才生效。";
    run_to_see: "Run to see what the changes do." / "运行以查看修改的效果。";
    at_reset: "at reset" / "重置时生效";
    set_back(label): "Set {label} back to " / "将 {label} 恢复为 ";
    slider(label): "{label}, slider" / "{label}，滑块";
    on: "on" / "开";
    off: "off" / "关";
    range(min, max): "from {min} to {max}" / "{min} 到 {max}";
    outside(value, range): "{value} is outside its range, {range}" / "{value} 超出范围（{range}）";
    whole_numbers(range): "only whole numbers {range} make sense here" / "这里只能填 {range} 的整数";
    type_a_number(example): "Type a number, {example}" / "请输入数字，{example}";
    from_zero: "from 0 up" / "不小于 0";
    kept_at(why, kept): "{why}. Kept at {kept}." / "{why}。仍为 {kept}。";
    sentence(why): "{why}." / "{why}。";

    // A node's panel.
    node(label): "Node {label}" / "节点 {label}";
    about_component(kind): "About the component “{kind}”" / "关于组件“{kind}”";
    close: "Close" / "关闭";
    the_panel_of(label): " the panel of {label}" / " {label} 的面板";
    one_parameter: "One parameter" / "1 个参数";
    parameters(count): "{count} parameters" / "{count} 个参数";
    one_more_parameter: "One more parameter" / "另有 1 个参数";
    more_parameters(count): "{count} more parameters" / "另有 {count} 个参数";
    set_by_experiment: "set by this experiment" / "由此场景设定";
    mean: "mean" / "平均值";
    median: "median" / "中位数";
    many_runs: "This experiment is many runs: there is no one value of each." / "此场景包含多次运行，各项指标没有单一的值。";
    start_for_values: "Values come with a run in this browser: start one." / "在此浏览器中运行后才有数值：请先运行。";
    run_so_far: "Of the run so far, its warm-up left out." / "截至目前的运行，不含预热阶段。";
    metric: "Metric" / "指标";
    value: "Value" / "值";
    what_it_is: "What it is" / "含义";
    measured: "Measured" / "测量值";
    called_by: "Called by" / "调用方";
    calls: "Calls" / "被调用方";
    no_links: "It has no links." / "没有链路。";
    links: "Links" / "链路";
    from_to(from, to): "{from} to {to}" / "{from} 到 {to}";
    against(figure, arm, setting): "{figure} of {arm} against {setting}." / "{arm}：{figure}随{setting}的变化。";
    nothing_now: "nothing now" / "当前无流量";
    share_fail(share): "{share} fail" / "{share} 失败";
    leaves_out: "What the model leaves out" / "模型未涵盖的内容";

    // Faults.
    break_something: "Break something" / "注入故障";
    nothing_strikes: "This experiment compares many runs, in which nothing strikes. Choose another one to break something." / "此场景对比多次运行，其中不会发生故障。要注入故障，请选择其他场景。";
    what_goes_wrong: "What goes wrong" / "故障类型";
    when: "When" / "时间";
    group_links: "Links" / "链路";
    group_areas: "Zones and regions" / "可用区与地域";
    group_nodes: "Nodes" / "节点";
    strikes(fault, at): "{fault} strikes at {at}." / "{fault}于 {at} 发生。";
    there_already(fault, at): "{fault} is there already, at {at}." / "{fault}已安排在 {at}。";
    placed(fault, at): "{fault} is placed at {at}." / "{fault}已安排在 {at}。";
    placed_late(fault, at): "{fault} is placed at {at}, where the run under way has been: it strikes the next one." / "{fault}已安排在 {at}，当前运行已经过了这一时刻：将在下一次运行中发生。";
    now: "Now" / "立即";
    place_at(at): "Place at {at}" / "安排在 {at}";
    now_strikes: "“Now” strikes a run under way: run the simulation first." / "“立即”作用于正在进行的运行：请先运行仿真。";
    fault_name(kind, target): "{kind}: {target}" / "{kind}：{target}";
    link_between(from, to): "{from} to {to}" / "{from} 到 {to}";
    at(time): "at {time}" / "于 {time}";
    from_to_the_end(from): "from {from} to the end" / "从 {from} 到结束";
    from_for(from, lasting): "from {from} for {lasting}" / "从 {from} 起持续 {lasting}";
    target: "Where" / "位置";
    from_the_start: "From the start of the run." / "从运行开始算起。";
    for_how_long: "For how long" / "持续时间";
    empty_to_the_end: "Empty: to the end of the run." / "留空：直到运行结束。";
    to_the_end: "to the end" / "直到结束";
    with_bounds(doc, min, max, default): "{doc} {min} to {max}, by default {default}." / "{doc} {min} 到 {max}，默认 {default}。";

    // The timeline.
    timeline: "Timeline" / "时间轴";
    in_the_next_run: "What you changed here is in the next run." / "这里的修改将在下一次运行中生效。";
    run_for_faults: "Run to see what your faults do." / "运行以查看故障的影响。";
    moved_by_keys: "Arrow keys move it, with Shift by more; Delete takes it away; Enter opens its fields." / "方向键移动，按住 Shift 移动更多；Delete 删除；Enter 打开编辑栏。";
    look_back_at: "Look back at" / "回看时刻";
    part_of_experiment(when): "part of the experiment, {when}" / "场景自带，{when}";
    struck_by_you(when): "struck by you, {when}" / "由你触发，{when}";
    set_to(label, value): "{label} set to {value}" / "{label} 设为 {value}";
    done_at(what, at): "{what} at {at}" / "{what}（{at}）";
    moved_to(at): "Moved to {at}" / "已移到 {at}";
    now_when(when): "Now {when}" / "现为{when}";
    taken_away(fault): "{fault} is taken away" / "{fault}已删除";
    edit(fault): "Edit: {fault}" / "编辑：{fault}";
    done: "Done" / "完成";
    remove: "Remove" / "删除";

    // Predictions.
    lower: "Lower" / "更低";
    about_the_same: "About the same (within 10%)" / "差不多（10% 以内）";
    higher: "Higher" / "更高";
    then_lower: "lower" / "更低";
    then_about_the_same: "about the same (within 10%)" / "差不多（10% 以内）";
    then_higher: "higher" / "更高";
    what_will_it_be(metric): "What will “{metric}” be?" / "“{metric}”会是多少？";
    what_will_it_be_here(run, metric, value): "In {run}, “{metric}” was {value}. What will it be here?" / "在{run}中，“{metric}”为 {value}。这次会怎样？";
    which_curve(y, x): "Which curve of “{y}” ends highest, where “{x}” is greatest?" / "在“{x}”最大处，“{y}”的哪条曲线最高？";
    where_does_it_come_out(x, y): "As “{x}” grows from one end to the other, where does “{y}” come out?" / "当“{x}”从最小增大到最大时，“{y}”会怎样变化？";
    way_from(metric, way, value): "{metric}: {way}, from {value}" / "{metric}：从 {value} {way}";
    you_said(guess, value, miss): "You said {guess}, the run gave {value}: {miss}." / "你预测 {guess}，运行结果为 {value}：{miss}。";
    went(label, before, after, way): "“{label}” went from {before} to {after}: {way}." / "“{label}”从 {before} 变为 {after}：{way}。";
    no_value: "The run has no value to hold it against." / "运行没有可供比较的值。";
    that_is_it: "that is it" / "完全正确";
    side_high: "too high" / "偏高";
    side_low: "too low" / "偏低";
    within_ten: "within 10%" / "误差在 10% 以内";
    times_high(times): "{times} times too high" / "偏高，是实际值的 {times} 倍";
    times_low(times): "{times} times too low" / "偏低，实际值是它的 {times} 倍";
    times_high_near(times): "{times} times too high, within a factor of 2" / "偏高，是实际值的 {times} 倍，在 2 倍以内";
    times_low_near(times): "{times} times too low, within a factor of 2" / "偏低，实际值是它的 {times} 倍，在 2 倍以内";
    ends_at(label, value): "“{label}” ends at {value}" / "“{label}”末端为 {value}";
    no_other_higher(curve): "{curve}, and no other higher." / "{curve}，没有更高的曲线。";
    but_another(curve, other): "{curve}, but {other}." / "{curve}，但{other}。";
    choose_one: "Choose one first." / "请先选择一项。";
    commit: "Commit" / "确定";
    skip: "Skip" / "跳过";
    a_value: "A value" / "数值";
    which_way: "Which way it goes" / "变化方向";
    what_to_predict: "What to predict" / "预测内容";
    write_it(doc, example): "{doc} Write it {example}." / "{doc} 写法：{example}。";
    prompt(experiment, question): "“{experiment}”: {question}" / "“{experiment}”：{question}";
    prompt_changed(experiment, question): "“{experiment}”, with settings changed: {question}" / "“{experiment}”（参数有改动）：{question}";
    tally(good, made): "{good} of your {made} predictions were right or within a factor of 2." / "你的 {made} 次预测中有 {good} 次正确或在 2 倍以内。";
    predicted_before: "You predicted before: " / "你之前的预测： ";
    predictions_before: "Predictions before" / "之前的预测";
    last_run: "your last run" / "你的上一次运行";
    predict_first: "Predict first?" / "先预测一下？";
    predict_again: "Predict again" / "再次预测";
    your_prediction: "Your prediction: " / "你的预测： ";
    run_simulation_to_see: "Run the simulation to see." / "运行仿真看看结果。";
    change: "Change" / "修改";
    withdraw: "Withdraw" / "撤回";
    you_predicted: "You predicted: " / "你的预测： ";
    right: "Right" / "正确";
    near: "Close" / "接近";
    wrong: "Not right" / "不正确";
    not_graded: "Not graded" / "未评分";
    covered_while: "This run is covered while you predict: it would give the answer away." / "这次运行会泄露答案，在你预测期间不予显示。";
    show_it: "Show it" / "显示";

    // Sharing.
    share: "Share" / "分享";
    open_in_headroom: "Open in Headroom" / "在 Headroom 中打开";
    copied: "Copied." / "已复制。";
    copy_by_hand: "This browser does not let the page copy. The text is selected: copy it with Ctrl+C, ⌘C or the menu." / "此浏览器不允许页面复制。文本已选中：请用 Ctrl+C、⌘C 或菜单复制。";
    link: "Link" / "链接";
    copy_link: "Copy link" / "复制链接";
    lab_from(title): "{title}, a lab of Headroom" / "{title}，Headroom 的实验";
    embed_code: "Embed code" / "嵌入代码";
    copy_code: "Copy code" / "复制代码";
    holds(what): "Holds {what}." / "包含：{what}。";
    holds_design(what): "Holds the design, {what}." / "包含：设计、{what}。";
    the_lab: "the lab" / "实验";
    one_setting: "1 changed setting" / "1 项参数修改";
    settings_changed(count): "{count} changed settings" / "{count} 项参数修改";
    one_fault: "1 fault" / "1 个故障";
    faults(count): "{count} faults" / "{count} 个故障";
    one_change: "1 change made while it ran" / "1 次运行中的修改";
    changes(count): "{count} changes made while it ran" / "{count} 次运行中的修改";
    with_seed(seed): "seed {seed}" / "随机种子 {seed}";
    and(before, last): "{before} and {last}" / "{before}和{last}";
    comma: ", " / "、";
    with_one_change: "With the change made while it ran" / "包含运行中的修改";
    with_changes(count): "With the {count} changes made while it ran" / "包含运行中的 {count} 次修改";
    too_much_done: "Too much was done during this run to fit into a link. Leave that out, or run it again with fewer changes." / "这次运行中的操作太多，链接放不下。请不包含这些操作，或减少修改后重新运行。";
    too_much_set: "Too much is set here to fit into a link." / "设置太多，链接放不下。";
    export_instead(why): "{why}. Export the file instead." / "{why}。请改为导出文件。";
    link_broken(why): "The link to this lab cannot be opened: {why}. Everything is as it was." / "无法打开此实验的链接：{why}。一切保持原样。";
    settings_broken(why): "How this lab was set cannot be opened from the link: {why}. It runs as the design has it." / "无法从链接恢复此实验的设置：{why}。将按原设计运行。";
    opened(what): "Opened from a link: {what}. Press Run to see it." / "已从链接打开：{what}。按“运行仿真”查看。";
    lab_has_changed(lost): "This lab has changed since the link was made: {lost}. All else of the link is open." / "创建链接之后此实验已有变化：{lost}。链接中的其余内容均已打开。";
    and_more(what, more): "{what}; and {more} more" / "{what}；以及另外 {more} 项";
    same_report: "This run has the same report as the one that was shared, byte for byte." / "这次运行的报告与分享的报告逐字节相同。";
    other_report: "This run has another report than the one that was shared: the simulator has changed since." / "这次运行的报告与分享的报告不同：仿真器在此之后有所变化。";

    // Tools.
    explain: "Explain" / "解释";
    traces: "Traces" / "链路追踪";
    compare: "Compare" / "对比";
    sweep: "Sweep" / "扫描";
    loading: "Loading …" / "正在加载……";
    tools_lost: "This could not be loaded. Check the connection, then try again." / "未能加载。请检查网络连接，然后重试。";
    try_again: "Try again" / "重试";
}

/// Names in a sentence: "a, b and c".
pub fn listed(mut names: Vec<String>) -> String {
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        last
    } else {
        and(names.join(comma()), last)
    }
}
