//! Comparisons of a lab's settings and designs, and sweeps of one of them.

crate::words::words! { after explain;
    // What is chosen.
    kept(what): "Kept: {what}" / "已保留：{what}";
    beside_as_b: "Beside it, as B" / "与之对比，作为 B";
    these_alone: "Nothing: these settings alone" / "无：仅当前参数";
    keep_as_b: "Keep these settings as B" / "将当前参数保留为 B";
    keep_as(letter): "Keep these settings as {letter}" / "将当前参数保留为 {letter}";
    of_design(design, what): "{design}: {what}" / "{design}：{what}";
    not_fetched(letter): "{letter} could not be fetched. Try again, or choose something else." / "未能获取 {letter}。请重试，或选择其他内容。";
    not_here_yet(letter): "{letter} is not here yet. Compare when it is." / "{letter} 尚未就绪。请稍后再对比。";
    choose_two: "Choose at least two to compare." / "请至少选择两项进行对比。";
    is_many_runs(letter, experiment): "{letter} is “{experiment}”, which is many runs by itself. Choose an experiment that is one run." / "{letter} 是“{experiment}”，它本身包含多次运行。请选择单次运行的场景。";
    are_the_same(a, b): "{a} and {b} are the same. Change a setting, or choose another experiment." / "{a} 与 {b} 相同。请修改参数，或选择其他场景。";
    with_seeds(first, last): "Each is run with the seeds {first} to {last}, so that all meet the same arrivals." / "每项都用随机种子 {first} 到 {last} 运行，因此到达流量相同。";
    with_seeds_apart(first, last): "Each is run with the seeds {first} to {last}. The load is not the same for all, and that is part of what differs." / "每项都用随机种子 {first} 到 {last} 运行。各项的负载并不相同，这也是差异的一部分。";
    changed_since: "What is chosen has changed since; compare again to see what that does." / "此后选择有变化；请重新对比以查看效果。";
    same_requests: "Settings held against each other. On the same requests, what differs is what the setting does, and not luck." / "将不同的参数相互对比。请求相同时，差异来自参数本身，而不是运气。";
    runs_of_each: "Runs of each" / "每项运行次数";
    compare: "Compare" / "对比";
    nothing: "Nothing" / "无";
    other_designs: "Other designs" / "其他方案";
    held_against: "the others are held against it" / "其他各项与它对比";
    as_set_now: "As set now" / "当前参数";
    fetching_design: "Fetching this design." / "正在获取此方案。";
    experiment_of(letter): "Experiment of {letter}" / "{letter} 的场景";
    design_not_fetched(design, why): "“{design}” could not be fetched. {why}" / "未能获取“{design}”。{why}";
    try_again: "Try again" / "重试";
    not_there: "The site does not have it any more." / "本站已没有此内容。";
    of_another_version: "It is of another version of the site: reload the page to get the new one." / "属于本站的另一个版本：请刷新页面以获取新版本。";
    as_written: "As written" / "原始参数";
    knob(group, label, value): "{group}: {label} {value}" / "{group}：{label} {value}";
    one_fault: "one fault placed" / "安排了 1 个故障";
    faults(count): "{count} faults placed" / "安排了 {count} 个故障";
    semicolon: "; " / "；";
    comma: ", " / "、";
    joins: " and " / "和";

    // What came of it.
    set_lab_to(letter): "Set the lab to {letter}" / "将实验设为 {letter}";
    means_of_one(first): "Means over 1 run of each with 95% intervals, and below them the difference from {first} with its own." / "每项 1 次运行的均值及 95% 区间，下方是与 {first} 的差异及其区间。";
    means_over(runs, first): "Means over {runs} runs of each with 95% intervals, and below them the difference from {first} with its own." / "每项 {runs} 次运行的均值及 95% 区间，下方是与 {first} 的差异及其区间。";
    comparison_of(letters): "Comparison of {letters}" / "{letters} 的对比";
    open_lab_of(letter): "Open the lab of {letter}" / "打开 {letter} 的实验";
    offered_otherwise(letter, first): "With the same seeds {letter} was offered another number of requests than {first}, though what sends them is set alike: that is part of what differs." / "在相同的随机种子下，{letter} 收到的请求数与 {first} 不同，尽管发送方参数一致：这也是差异的一部分。";
    set_otherwise(nodes, letter, first): "{nodes} is set otherwise in {letter} than in {first}: they do not meet the same arrivals, and that is part of what differs." / "{letter} 中{nodes}的参数与 {first} 不同：两者的到达流量不同，这也是差异的一部分。";
    lasts(first, time, letter, other): "{first} lasts {time}, {letter} {other}: of figures that add up, the longer one has more." / "{first} 持续 {time}，{letter} 持续 {other}：累计类指标较长的一方更多。";
    one_left_out: "A figure that one of these designs has and another has not is left out." / "只有部分方案具有的 1 个指标未列出。";
    left_out(count): "{count} figures that one of these designs has and another has not are left out." / "只有部分方案具有的 {count} 个指标未列出。";
    many_intervals(count): "Of {count} intervals of 95% about one in twenty misses what it is about by chance: take a single small difference among them with care." / "{count} 个 95% 区间中，约二十分之一会因偶然而偏离：对其中个别的小差异要谨慎看待。";
    figure: "Figure" / "指标";
    over_the_run: "Over the run" / "随运行变化";
    each_line: "Each line is the mean over the runs; the band around it holds the true mean with 95%." / "每条线是多次运行的均值；周围的带状区域以 95% 的置信度包含真实均值。";

    // Crossings.
    cheaper: "cheaper" / "更便宜";
    lower: "lower" / "更低";
    same_everywhere(label): "{label}: A and B are the same at every value." / "{label}：A 与 B 在每个值上都相同。";
    whole_range(label, who, less): "{label}: {who} is {less} over the whole range; they do not cross." / "{label}：在整个范围内 {who} {less}；两者不相交。";
    one_crossing(label, below, less, at, above, certain): "{label}: {below} is {less} below {at}, {above} above it{certain}." / "{label}：低于 {at} 时 {below} {less}，高于时 {above} {less}{certain}。";
    crossings(label, count, places): "{label}: they cross {count} times, at {places}. More runs of each would tell whether all of that is more than noise." / "{label}：两者相交 {count} 次，位于 {places}。增加运行次数才能判断是否都不是噪声。";
    pairs_cross(count, all): "; taken by themselves, {count} of {all} pairs of runs cross once" / "；单独来看，{all} 对运行中有 {count} 对相交一次";
    half_from(half, all): " ({half} with 95%, from {all} runs of each)" / "（{half}，置信度 95%，每项 {all} 次运行）";

    // Sweeps.
    now: "Now" / "当前";
    swept_letter(letter, base): "{letter}: swept with all else as in: {base}." / "{letter}：扫描，其余参数为：{base}。";
    swept(base): "Swept with all else as in: {base}." / "扫描，其余参数为：{base}。";
    each_point: "Each point is a mean over its runs; the band holds the true mean with 95%, where there is more than one run." / "每个点是多次运行的均值；运行多于一次时，带状区域以 95% 的置信度包含真实均值。";
    label_letter(label, letter): "{label}, {letter}" / "{label}，{letter}";
    set: "Set" / "设置";
    to_value(value): " to {value}" / "为 {value}";
    is_set_to(label, value): "{label} is set to {value}." / "{label} 已设为 {value}。";
    points_of(label): "Points of the sweep of {label}" / "{label} 扫描的各点";
    letter_of(letter, base): "{letter}: {base}" / "{letter}：{base}";
    theory_letter(letter, law): "{letter}, theory: {law}" / "{letter}，理论：{law}";
    theory(law): "theory: {law}" / "理论：{law}";
    about_theory(law): "What the formula of {law} gives, without a run." / "{law} 公式给出的结果，无需运行。";
    end_above(from): "The end has to be above {from}." / "终点必须大于 {from}。";
    chosen_is_many_runs: "The experiment that is chosen is many runs by itself. Choose one that is one run." / "所选场景本身包含多次运行。请选择单次运行的场景。";
    a_and_b_the_same: "A and B are the same. Change a setting, or choose another experiment." / "A 与 B 相同。请修改参数，或选择其他场景。";
    a_at(value): "A at {value}" / "{value} 处的 A";
    b_at(value): "B at {value}" / "{value} 处的 B";
    nothing_to_sweep: "There is no number to set in this lab, and so nothing to sweep." / "此实验没有可设置的数值，因此无法扫描。";
    by_factors(points, runs): "{points} values by equal factors, {runs} runs in all." / "按等比取 {points} 个值，共运行 {runs} 次。";
    evenly(points, runs): "{points} values evenly apart, {runs} runs in all." / "等距取 {points} 个值，共运行 {runs} 次。";
    about_sweep: "How a figure answers to a setting. Of a client’s rate this is the load curve: what the system bears, and what it costs in latency. With another setting beside it, where one becomes better than the other."
        / "指标如何随参数变化。对客户端速率而言，这就是负载曲线：系统能承受多少，以及延迟的代价。与另一组参数并列时，可看出何处一方优于另一方。";
    from: "From" / "起点";
    to: "To" / "终点";
    points: "Points" / "点数";
    sweep: "Sweep" / "扫描";
    setting: "Setting" / "参数";
    show: "Show" / "显示";

    // Verdicts.
    better: "better" / "更好";
    worse: "worse" / "更差";
    same: "same" / "相同";
    within_noise: "within noise" / "噪声范围内";
    tag_lower: "lower" / "更低";
    tag_higher: "higher" / "更高";
    one_run: "one run" / "仅一次运行";
    one_point(count): "{count} point" / "{count} 个百分点";
    many_points(count): "{count} points" / "{count} 个百分点";
    range(low, high): "{low} to {high}" / "{low} 到 {high}";
    nothing_to_compare(letter, first): "There is nothing to compare: no run of {letter} has a figure that {first} has too." / "没有可比较的内容：{letter} 的运行没有与 {first} 共有的指标。";
    one_run_says_nothing(letter, first): "One run of each says nothing of how {letter} and {first} differ: the next may say the reverse." / "每项一次运行不能说明 {letter} 与 {first} 的差异：下一次可能相反。";
    same_figures(letter, first): "{letter} and {first} gave the same figures, run by run." / "{letter} 与 {first} 每次运行的结果都相同。";
    cannot_tell(runs, letter, first): "These {runs} runs cannot tell {letter} from {first}: every difference is within the noise." / "这 {runs} 次运行无法区分 {letter} 与 {first}：所有差异都在噪声范围内。";
    differs(letter, first): "{letter} differs from {first}" / "{letter} 与 {first} 有差异";
    is_better(letter, first): "{letter} is better than {first}" / "{letter} 优于 {first}";
    is_worse(letter, first): "{letter} is worse than {first}" / "{letter} 劣于 {first}";
    is_mixed(letter, first): "{letter} is better than {first} in some ways and worse in others" / "{letter} 与 {first} 互有优劣";
    one_in_noise: "; of one figure the difference is within the noise" / "；1 个指标的差异在噪声范围内";
    in_noise(count): "; of {count} figures the difference is within the noise" / "；{count} 个指标的差异在噪声范围内";
    count_better(count): "{count} better" / "{count} 个更好";
    count_worse(count): "{count} worse" / "{count} 个更差";
    count_other(count): "{count} other" / "{count} 个有其他差异";
    summary(judged, all, parts, rest): "{judged}: of {all} figures {parts}{rest}." / "{judged}：{all} 个指标中 {parts}{rest}。";
    runs_would_tell(runs): "about {runs} runs of each would tell" / "每项约需 {runs} 次运行才能判断";
    no_runs_would_tell: "no number of runs worth waiting for would tell" / "即使运行很多次也难以判断";
    noise_of(label, by, needed): "{label} ({by}; {needed})" / "{label}（{by}；{needed}）";
    within_noise_of(runs, figures): "Within the noise of {runs} runs: {figures}." / "在 {runs} 次运行的噪声范围内：{figures}。";
    same_in_every_run(figures): "The same in every run: {figures}." / "每次运行都相同：{figures}。";
    lower_in(label, letter, by): "{label}: lower in {letter} by {by}" / "{label}：{letter} 低 {by}";
    higher_in(label, letter, by): "{label}: higher in {letter} by {by}" / "{label}：{letter} 高 {by}";
    relative(share): " ({share})" / "（{share}）";
    between(low, high): ", between {low} and {high}" / "，在 {low} 到 {high} 之间";
    judged_better: ": better." / "：更好。";
    judged_worse: ": worse." / "：更差。";
    judged_apart(before, first, now, letter): ", of the {before} answered in {first} and the {now} answered in {letter}: neither better nor worse." / "；只针对 {first} 中得到响应的 {before} 与 {letter} 中得到响应的 {now}，因此不判断优劣。";
    full_stop: "." / "。";

    // Runs under way.
    run_with_seed(run, seed): "{run} with seed {seed}" / "{run}，随机种子 {seed}";
    runs_of(done, total): "{done} of {total} runs" / "已运行 {done} 次，共 {total} 次";
    runs_done(total): "{total} runs done" / "{total} 次运行已完成";
    cancelled_after(done, total): "Cancelled after {done} of {total} runs" / "运行 {done} 次（共 {total} 次）后取消";
    runs_under_way(total): "{total} runs under way" / "正在运行 {total} 次";
    cancelled: "Cancelled" / "已取消";
    cancel: "Cancel" / "取消";
    progress: "Progress of the runs" / "运行进度";
    failed(runs, why): "Failed: {runs}. {why}." / "失败：{runs}。{why}。";
    failed_more(runs, more, why): "Failed: {runs} and {more} more. {why}." / "失败：{runs}，以及另外 {more} 次。{why}。";
}
