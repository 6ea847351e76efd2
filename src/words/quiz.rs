//! Questions: what is around them, what came of an answer, and where it is kept.

use headroom_study::Confidence;

crate::words::words! { after frame;
    question: "Question" / "题目";
    prediction: "Prediction" / "预测";
    recall: "Recall" / "回忆";
    challenge: "Challenge" / "挑战";
    check: "Check" / "检查";
    commit: "Commit to this" / "确定";
    another_question: "Another question on the same objective" / "同一目标的另一道题";
    try_again: "Try again" / "再试一次";
    reset: "Reset" / "重置";
    bring_back: "Undo: bring back my answer" / "撤销：恢复我的答案";

    // Marks of parts of an answer.
    right: "✓ Right" / "✓ 正确";
    the_right_answer: "✓ The right answer" / "✓ 正确答案";
    not_right: "✗ Not right" / "✗ 不正确";
    right_not_chosen: "○ Right, not chosen" / "○ 正确，但未选";
    left_open: "○ Left open" / "○ 未填";
    in_order: "✓ In order" / "✓ 顺序正确";
    out_of_order: "✗ Out of order" / "✗ 顺序不对";

    // Fields.
    answer_a_number: "Your answer, a number" / "你的答案（数字）";
    answer_in(unit): "Your answer in {unit}" / "你的答案（单位：{unit}）";
    your_answer: "Your answer" / "你的答案";
    now_at(item, place, count): "{item}: now {place} of {count}" / "{item}：现在是第 {place} 项，共 {count} 项";
    step(place): "Step {place}." / "第 {place} 步。";
    move_up(item): "Move up: {item}" / "上移：{item}";
    move_down(item): "Move down: {item}" / "下移：{item}";
    choose: "Choose…" / "请选择…";
    blank(place, count): "Blank {place} of {count}" / "第 {place} 空，共 {count} 空";
    model_answer: "Model answer" / "参考答案";
    how_well: "How well did you recall it?" / "你回忆得怎么样？";
    missed_it: "I missed it" / "没想起来";
    partly: "Partly" / "部分想起";
    knew_it: "I knew it" / "想起来了";
    open_the_model: "Open the model answer and say how well you did." / "请打开参考答案，并给自己评分。";
    how_sure: "How sure are you?" / "你有多大把握？";
    how_sure_optional: "How sure are you? Optional" / "你有多大把握？可选";
    guess: "Guess" / "猜的";
    unsure: "Unsure" / "不确定";
    sure: "Sure" / "确定";
    hint: "Hint" / "提示";
    hint_of(place, count): "Hint {place} of {count}" / "提示 {place}/{count}";
    all_hints(count): "All {count} hints shown" / "已显示全部 {count} 条提示";

    // Verdicts.
    verdict_right: "✓ Right." / "✓ 正确。";
    verdict_partly(percent): "◐ Partly right: {percent}%." / "◐ 部分正确：{percent}%。";
    verdict_wrong: "✗ Not right." / "✗ 不正确。";
    not_answered: "○ Not answered." / "○ 未作答。";
    the_answer_is(value): " The answer is {value}." / "答案是 {value}。";
    the_run_gave(value): " The run gave {value}." / "运行结果是 {value}。";
    too_high: " Too high." / "偏高。";
    too_low: " Too low." / "偏低。";
    other_magnitude: " The digits fit, the power of ten does not: look at the unit." / "数字对，数量级不对：请看单位。";
    other_sign: " The sign is the other one." / "正负号反了。";
    read_as(value): " Read as {value}." / "读作 {value}。";

    // Why an answer cannot be graded.
    nothing_chosen: "Choose an answer first." / "请先选择一个答案。";
    more_than_one: "Choose one answer only." / "只能选择一个答案。";
    nothing_filled: "Fill in at least one answer first." / "请先至少填写一个答案。";
    other_question: "This answer is to an earlier form of the question." / "这个答案对应的是题目的旧版本。";
    no_number: "Write a number first." / "请先填写一个数字。";
    not_a_number(typed): "“{typed}” is not a number. Write it like 1500, 1,500, 1.5 or 2e6." / "“{typed}”不是数字。请写成 1500、1,500、1.5 或 2e6 这样的形式。";
    unit_not_expected(typed): "“{typed}” is not expected here: answer with a plain number." / "这里不需要“{typed}”：请只填数字。";
    unit_does_not_fit(typed, asked): "“{typed}” is not a unit that fits here: answer in {asked}." / "“{typed}”不是合适的单位：请以 {asked} 作答。";
    too_large: "This number is too large to compare." / "这个数字太大，无法比较。";

    // Where answers are kept.
    kept: "Kept in this browser." / "已保存在此浏览器中。";
    kept_in_local_storage(trouble): "Kept in this browser’s local storage: its database {trouble}." / "已保存在此浏览器的本地存储中：数据库{trouble}。";
    blocked: "is blocked" / "被禁用";
    full: "is full" / "已满";
    silent: "does not answer" / "没有响应";
    newer: "was written by a newer version of this site" / "由本站的更新版本写入";
    failed: "does not work" / "无法使用";
    not_kept(trouble): "Not kept: this browser’s storage {trouble}. Your answers are lost when you close the page." / "未保存：此浏览器的存储{trouble}。关闭页面后答案会丢失。";

    // Challenges.
    your_best(percent): "Your best so far: {percent}%." / "目前最好成绩：{percent}%。";
    your_best_with(percent, goal, value): "Your best so far: {percent}%, {goal} {value}." / "目前最好成绩：{percent}%，{goal} {value}。";
    set_the_lab: "Set the lab to it" / "将实验设为此方案";
    goal: "Goal" / "目标";
    as_it_is: "As it is" / "现状";
    handed_in: "Handed in" / "已提交";
    handed_in_worst: "Handed in, worst run" / "已提交，最差一次";
    met_in(met, runs): "met in {met} of {runs}" / "{runs} 次中达标 {met} 次";
    met_sign: "met:" / "达标：";
    missed_sign: "missed:" / "未达标：";
    at_most(value): "at most {value}" / "不超过 {value}";
    at_least(value): "at least {value}" / "不低于 {value}";
    reload_for_challenge: "Reload the page to try this challenge." / "请刷新页面后再尝试此挑战。";
    met: "✓ met" / "✓ 达标";
    missed: "✗ missed" / "✗ 未达标";
    graded_by_runs(runs): "It is graded by {runs} runs with seeds that you have not seen." / "将用你没有见过的随机种子运行 {runs} 次来评分。";
    runs_done(done, runs): "{done} of {runs} runs done." / "已完成 {done} 次运行，共 {runs} 次。";
    hand_in_failed(why): "Not handed in: {why}" / "未能提交：{why}";
    hand_in_done: "Handed in: the table above has what came of it." / "已提交：结果见上方表格。";
    try_the_challenge: "Try the challenge" / "尝试挑战";
    controls: "Controls" / "控制";
    hand_in: "Hand in" / "提交";
    hand_in_settings: "Hand in these settings" / "提交这组参数";

    // Where no program runs.
    sign_right: "✓ Right: " / "✓ 正确： ";
    sign_wrong: "✗ Wrong: " / "✗ 错误： ";
    run_as_written(value): "The run as written gives {value}." / "按原设置运行的结果是 {value}。";
    answer: "Answer" / "答案";
}

/// How sure somebody is, in a word.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Guess => guess(),
        Confidence::Unsure => unsure(),
        Confidence::Sure => sure(),
    }
}
