//! Charts and diagrams: what they say beside the names that data and designs bring. Files that are saved stay in English, for other programs.

crate::words::words! { after lab;
    no_values: "No values yet." / "暂无数据。";
    none_in_this_run: ": none in this run" / "：本次运行中没有";
    data_table: "Data table" / "数据表";
    of(title): ": {title}" / "：{title}";
    data_of(title): "Data of {title}" / "{title} 的数据";
    values_of(title): "Values of {title}" / "{title} 的数值";
    arrow_keys: "Arrow keys read the values" / "用方向键读取数值";
    logarithmic: ", logarithmic" / "，对数刻度";
    save: "Save" / "保存";
    the_data: "the data" / "数据";
    the_drawing: "the drawing" / "矢量图";
    a_picture: "a picture" / "图片";
    happened: "Happened" / "事件";
    cause: "Cause" / "原因";
    place: "Where" / "位置";
    the_rest: "The rest" / "其余";
    known: "known" / "已知值";
    range(low, high): "{low} to {high}" / "{low} 到 {high}";

    // What a chart shows, in a sentence: "Over 60 s, p50 stays near 20 ms; p99 peaks at 1.4 s after 12 s and ends at 210 ms."
    sentence(over, told): "{over}, {told}." / "{over}，{told}。";
    over(length): "Over {length}" / "在 {length} 内";
    along(axis, low, high): "For {axis} from {low} to {high}" / "{axis} 从 {low} 到 {high}";
    one_more_moves: "one more moves, as the table shows" / "另有一条曲线变化，见数据表";
    others_move: "others move, as the table shows" / "其他曲线变化，见数据表";
    stays(names, value): "{names} stays at {value}" / "{names} 保持在 {value}";
    stay(names, value): "{names} stay at {value}" / "{names} 保持在 {value}";
    about_zero: "about 0" / "0 左右";
    stays_near(name, value): "{name} stays near {value}" / "{name} 稳定在 {value} 左右";
    rises(name, first, last): "{name} rises from {first} to {last}" / "{name} 从 {first} 升至 {last}";
    falls(name, first, last): "{name} falls from {first} to {last}" / "{name} 从 {first} 降至 {last}";
    peaks_after(name, peak, at, last): "{name} peaks at {peak} after {at} and ends at {last}" / "{name} 在 {at} 后达到峰值 {peak}，最终为 {last}";
    peaks_at(name, peak, at, last): "{name} peaks at {peak} at {at} and ends at {last}" / "{name} 在 {at} 处达到峰值 {peak}，最终为 {last}";
    no_answers(from): "; no answers from {from} on" / "；从 {from} 起没有响应";
    theory_away(label, worst): "; {label} is at most {worst} away" / "；{label} 与实测最多相差 {worst}";
    theory_holds(label, held, all, worst): "; {label} holds at {held} of {all} points and is at most {worst} away" / "；{label} 适用于 {all} 个点中的 {held} 个，最多相差 {worst}";
    semicolon: "; " / "；";
    knee_at(label, at): "; {label} is twice its least at {at}, its knee" / "；{label} 在 {at} 处达到最小值的两倍，即拐点";
    saturates(label, at): "; {label} falls short of what is offered from {at} on" / "；{label} 从 {at} 起低于提供的负载";
    they_cross(at): "; they cross at {at}" / "；两条曲线在 {at} 处相交";
    cross(a, b, at): "; {a} and {b} cross at {at}" / "；{a} 与 {b} 在 {at} 处相交";
    mark_span(label, from, to): "{label} from {from} to {to}" / "{label}（{from} 到 {to}）";
    mark_on(label, from): "{label} from {from} on" / "{label}（从 {from} 起）";
    mark_at(label, at): "{label} at {at}" / "{label}（{at}）";
    marks_more(count): "{count} more" / "另外 {count} 项";
    marked(marks): ". Marked: {marks}" / "。标记：{marks}";
    comma: ", " / "、";
    and(before, last): "{before} and {last}" / "{before}和{last}";
    knee_of(label): "Knee of {label}" / "{label} 的拐点";
    knee: "Knee" / "拐点";
    meets(a, b): "{a} meets {b}" / "{a} 与 {b} 相交";
    crossing: "Crossing" / "交点";

    // Distributions.
    how_many: "How many for equal widths (bars, beside the tallest)" / "等宽区间内的数量（柱，相对最高者）";
    share_at_or_below: "Share at or below" / "累计占比";
    at_or_below: "at or below" / "累计占比";
    theory(law): "theory: {law}" / "理论：{law}";
    theory_head(law): "Theory: {law}" / "理论：{law}";
    distribution(count, what, half, most, nearly, slowest): "Of {count} {what}, half took about {half} or less, 95 in 100 {most} or less and 99 in 100 {nearly} or less; the slowest took up to {slowest}."
        / "{count} 个{what}中，一半约在 {half} 以内，95% 在 {most} 以内，99% 在 {nearly} 以内；最慢的达 {slowest}。";
    by_theory(law, half, nearly): " By theory, {law}, it is {half} and {nearly} for half and for 99 in 100." / "按理论（{law}），一半为 {half}，99% 为 {nearly}。";
    percentile: "Percentile" / "百分位";
    value: "Value" / "值";
    maximum: "maximum" / "最大值";
    stretches(width, medians, p99): "From one stretch of {width} to the next, the median goes from {medians} and the 99th percentile from {p99}." / "每 {width} 为一段，各段中位数为 {medians}，第 99 百分位为 {p99}。";
    from: "From" / "起点";

    // Diagrams.
    topology: "Topology" / "拓扑";
    key_arrows: "The wider an arrow, the more requests; its dashes, and ✕, are the share that failed. " / "箭头越宽，请求越多；虚线部分和 ✕ 表示失败的比例。";
    key_bars: "Bars above a box are requests that wait, on a logarithmic scale. " / "方框上方的横条表示排队的请求，按对数刻度。";
    key_grey: "What is grey has no requests in this run. " / "灰色部分在本次运行中没有请求。";
    choose_a_box: "Choose a box to see all of it." / "选择一个方框查看详情。";
    nodes_of_the_system: "Nodes of the system" / "系统中的节点";
    told(place, what): "{place}: {what}" / "{place}：{what}";
    between(from, to): "{from} to {to}" / "{from} 到 {to}";
    node_calls(node, targets): "{node} calls {targets}" / "{node} 调用 {targets}";
    joins: " and " / "和";
    full_stop(text): "{text}." / "{text}。";
    nobody_calls: "The nodes call nobody." / "各节点互不调用。";
    in_flight(count): "{count} in flight" / "{count} 个处理中";
    nothing_in_flight: "nothing in flight" / "没有处理中的请求";
    waiting(count): "{count} waiting" / "{count} 个排队";
    and_waiting: " waiting" / " 排队";
    utilisation(share): "utilisation {share}" / "利用率 {share}";
    in_full(name): "in full {name}" / "全称 {name}";
    faults(count): "{count} faults" / "{count} 个故障";
    not_used: ", not used in this run" / "，本次运行中未使用";
    node_state(name, kind, state): "{name}, {kind}: {state}" / "{name}，{kind}：{state}";
    size_of_drawing: "Size of the drawing" / "图的大小";
    smaller: "Smaller" / "缩小";
    larger: "Larger" / "放大";
    fit: "Fit" / "适应";
}
