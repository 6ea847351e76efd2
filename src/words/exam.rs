//! Assessments: how they begin, are sat, handed in and reported.

use headroom_content::model::Level;
use headroom_study::Confidence;

crate::words::words! { after study;
    without_script: "<p>Assessments run in the browser with JavaScript, which is off here. Every question stands on its page, too.</p>"
        / "<p>测评在浏览器中运行，需要 JavaScript，而它已关闭。每道题目在各自的页面上也能找到。</p>";
    fetching_questions: "Fetching the questions…" / "正在获取题目……";
    back: "Back" / "返回";
    back_kept(answers): "You are back where you were: {answers} kept." / "已回到之前的位置：{answers}已保存。";
    back_kept_left(answers, left): "You are back where you were: {answers} kept, {left} left." / "已回到之前的位置：{answers}已保存，剩余 {left}。";
    time_is_up: "The time is up. What you had answered is handed in." / "时间到。已作答的内容已提交。";
    time_left(time): "{time} left." / "剩余 {time}。";
    no_question_fits: "There is no question that fits." / "没有符合条件的题目。";

    // The start.
    same_every_time(questions): "{questions}, the same in every sitting." / "{questions}，每次相同。";
    drawn_anew(questions): "{questions}, drawn anew for each sitting." / "{questions}，每次重新抽取。";
    time: "Time" / "时间";
    how_to_begin: "How to begin" / "如何开始";
    begin: "Begin" / "开始";
    before_you_begin: "Before you begin" / "开始之前";
    no_limit: "No limit" / "不限时";
    as_proposed(minutes): "{minutes} minutes, as proposed" / "{minutes} 分钟，建议时间";
    half_as_much(minutes): "{minutes} minutes, half as much again" / "{minutes} 分钟，延长一半";
    twice(minutes): "{minutes} minutes, twice as long" / "{minutes} 分钟，两倍时间";
    ten_times(minutes): "{minutes} minutes, ten times as long" / "{minutes} 分钟，十倍时间";
    nothing_marked: "Nothing is marked before you hand in. Until then you may go back and change everything." / "提交之前不会评分。在此之前可以返回修改任何答案。";
    may_pause: "You may pause. Otherwise the clock runs on, also while the page is closed." / "可以暂停。否则即使关闭页面，计时也会继续。";
    no_pause: "The clock cannot be stopped: it runs on, also while the page is closed." / "计时不能停止：即使关闭页面也会继续。";
    can_extend(minutes): "When the time is nearly up you can add {minutes}, up to ten times." / "时间快到时可以增加 {minutes}，最多十次。";
    kept_at_once: "Every answer is kept in this browser at once, and goes nowhere else. If the page is lost, open it again and go on." / "每个答案都会立即保存在此浏览器中，不会发送到别处。如果页面意外关闭，重新打开即可继续。";
    your_sittings: "Your sittings" / "你的测评记录";
    not_ended: "Not ended" / "未结束";
    paused: "Paused" / "已暂停";
    handed_in_after(time): "Handed in after {time}" / "用时 {time} 后提交";
    ended_time_up: "Ended when the time was up" / "到时结束";
    sitting(moment, how, answered, questions): "<strong>{moment}</strong><br>{how}. {answered} of {questions} answered." / "<strong>{moment}</strong><br>{how}。已答 {answered} 道，共 {questions}。";
    report: "Report" / "报告";
    go_on: "Go on" / "继续";
    discard: "Discard" / "丢弃";
    discarded: "Discarded." / "已丢弃。";

    // The paper.
    pause: "Pause" / "暂停";
    hand_in_dots: "Hand in…" / "提交……";
    answered_of(answered, count): "{answered} of {count} answered" / "已答 {answered}，共 {count}";
    left: "left" / "剩余";
    so_far: "so far" / "已用";
    add(minutes): "Add {minutes}" / "增加 {minutes}";
    added(minutes): "{minutes} added." / "已增加 {minutes}。";
    nearly_up: "The time is nearly up." / "时间快到了。";
    nearly_up_last: "The time is nearly up. What you have answered by then is handed in." / "时间快到了。届时已作答的内容将被提交。";
    clock_stands: "The clock stands. The questions are covered meanwhile; you may close the page and come back." / "计时已停止。在此期间题目被遮住；你可以关闭页面，稍后再回来。";
    previous: "← Previous" / "← 上一题";
    next: "Next →" / "下一题 →";
    all_answered: "Every question is answered." / "所有题目都已作答。";
    one_open(question): "Question {question} is not answered and counts as wrong." / "第 {question} 题未作答，按错误计。";
    many_open(questions): "Questions {questions} are not answered and count as wrong." / "第 {questions} 题未作答，按错误计。";
    come_back_to(questions): "You wanted to come back to {questions}." / "你标记过要回看第 {questions} 题。";
    hand_in: "Hand in?" / "确定提交？";
    after_that: "After that nothing can be changed, and everything is marked." / "提交后不能再修改，并会立即评分。";
    hand_in_now: "Hand in now" / "立即提交";
    handed_in: "Handed in." / "已提交。";
    go_on_answering: "Go on answering" / "继续作答";
    cell_answered(question): "Question {question}, answered" / "第 {question} 题，已答";
    cell_open(question): "Question {question}, not answered" / "第 {question} 题，未答";
    cell_answered_flagged(question): "Question {question}, answered, to come back to" / "第 {question} 题，已答，待回看";
    cell_open_flagged(question): "Question {question}, not answered, to come back to" / "第 {question} 题，未答，待回看";
    answer_sheet: "Answer sheet" / "答题卡";
    question_of(question, count): "Question {question} of {count}" / "第 {question} 题，共 {count} 题";
    changed_since: "This question has been changed since you began. It does not count; go on to the next." / "此题在你开始之后已有改动。不计分；请继续下一题。";
    come_back: "⚑ Come back to this" / "⚑ 稍后回看";

    // One's own.
    bad_count(most): "Choose from 1 to {most} questions." / "请选择 1 到 {most} 道题。";
    bad_minutes(most): "The time is from 1 to {most} minutes; without a limit, leave it empty." / "时间为 1 到 {most} 分钟；不限时请留空。";
    too_narrow: "No question fits all of this. Choose less narrowly." / "没有题目符合所有条件。请放宽选择。";
    from_everywhere: "Questions from everywhere" / "综合题目";
    subjects_of(count): "{count} subjects" / "{count} 个主题";
    to_choose_from(questions): "{questions} to choose from." / "有 {questions}可选。";
    all_asked(questions): "{questions} to choose from. All of them are asked." / "有 {questions}可选，将全部出题。";
    what_and_how: "What is asked, and on what terms" / "出题范围与条件";
    questions: "Questions" / "题数";
    minutes: "Minutes" / "分钟";
    how: "How" / "方式";
    what_to_ask: "What to ask" / "考什么";
    subjects: "Subjects" / "主题";
    all_of_them: "Without a choice, all of them." / "不选则包含全部。";
    levels: "Levels" / "难度";
    of_concepts: "Of concepts; components and templates have none." / "仅适用于概念；组件和模板没有难度。";
    objective: "Objective" / "目标";
    any: "Any" / "不限";
    even: "As many of each subject, as far as there are" / "各主题题数尽量相同";
    interview: "An interview: answer in writing, grade yourself with a model answer" / "面试：书面作答，对照参考答案自行评分";
    may_be_paused: "The clock may be paused" / "可以暂停计时";
    beginner: "Beginner" / "入门";
    intermediate: "Intermediate" / "进阶";
    advanced: "Advanced" / "高级";

    // The report.
    ended(moment): "{moment}, ended when the time was up." / "{moment}，到时结束。";
    was_handed_in(moment): "{moment}, handed in." / "{moment}，已提交。";
    back_to_start: "Back to the start" / "回到开始";
    cover: "Headroom, report of an assessment" / "Headroom 测评报告";
    name_on_paper: "Name, for paper only: it is not kept" / "姓名，仅用于打印，不会保存";
    digest_of: "SHA-256 of the answers: " / "答案的 SHA-256： ";
    made_by_browser: "Made by the reader’s own browser. The digest shows that these answers belong to this report, not who gave them. " / "由读者自己的浏览器生成。摘要值证明这些答案属于这份报告，但不能证明是谁作答。";
    verify_a_report: "Verify a report" / "核验报告";
    print: "Print or save as PDF" / "打印或存为 PDF";
    download_json: "Download JSON" / "下载 JSON";
    download_csv: "Download CSV" / "下载 CSV";
    every_question: "Every question" / "全部题目";
    saved_as(file): "Saved as {file}." / "已保存为 {file}。";
    not_saved: "This browser has no room for the file." / "此浏览器没有足够空间保存文件。";
    figure(share, sum, points): "<strong>{share}</strong> {sum} of {points}" / "<strong>{share}</strong> {sum} 分，满分 {points}";
    likely(questions, low, high): "With {questions} the share of all such questions that you would get right lies between {low} and {high} (confidence 95%)." / "依据 {questions}推断，你在所有同类题目中的正确率在 {low} 到 {high} 之间（置信度 95%）。";
    nothing_counted: "Nothing can be counted yet." / "还没有可计分的内容。";
    took(time): "Time: {time}." / "用时：{time}。";
    took_of(time, limit): "Time: {time} of {limit}." / "用时：{time}，限时 {limit}。";
    took_extended(time, limit, often): "Time: {time} of {limit}, extended {often}." / "用时：{time}，限时 {limit}，延长 {often}。";
    one_time: "1 time" / "1 次";
    many_times(count): "{count} times" / "{count} 次";
    one_left_open: " 1 question was left open." / "1 道题未作答。";
    left_open(count): " {count} questions were left open." / "{count} 道题未作答。";
    one_ungraded: " 1 question waits for your own grade, below, and is not counted yet." / "1 道题等待你在下方自行评分，暂不计分。";
    ungraded(count): " {count} questions wait for your own grade, below, and are not counted yet." / "{count} 道题等待你在下方自行评分，暂不计分。";
    one_gone: " 1 question has been changed since and is not counted." / "1 道题此后有改动，不计分。";
    gone(count): " {count} questions have been changed since and are not counted." / "{count} 道题此后有改动，不计分。";
    read_next: "What to read next" / "接下来读什么";
    nothing_lost: "Nothing was lost. Try something harder." / "没有失分。试试更难的吧。";
    lost_in(points, questions): "{points} lost in {questions}" / "{questions}中失 {points}";
    points(count): "{count} points" / "{count} 分";
    by_subject: "By subject" / "按主题";
    subject: "Subject" / "主题";
    by_objective: "By objective" / "按目标";
    believed: "What you believed" / "你的把握";
    you_said: "You said" / "你说";
    sure_scored(share, questions): "What you were sure of scored {share} in {questions}." / "你确定的 {questions}中，得分率为 {share}。";
    sure_scored_low(share, questions): "What you were sure of scored {share} in {questions}: less than being sure should mean, even of so few." / "你确定的 {questions}中，得分率为 {share}：即使题数很少，也低于“确定”应有的水平。";
    guesses_no_worse: "Your guesses were no worse than what you were sure of." / "你猜的题并不比你确定的题差。";
    sure_wrong_one(question): "Question {question}: sure, and not right. Begin there: what is believed wrongly is never looked up." / "第 {question} 题：很确定，但不正确。从这里开始：自以为对的错误，没有人会去查。";
    sure_wrong(questions): "Questions {questions}: sure, and not right. Begin there: what is believed wrongly is never looked up." / "第 {questions} 题：很确定，但不正确。从这里开始：自以为对的错误，没有人会去查。";
    head_questions: "Questions" / "题数";
    score: "Score" / "得分率";
    likely_range: "Likely range" / "可能范围";
    drawn: "Drawn" / "图示";
    range(low, high): "{low} to {high}" / "{low} 到 {high}";
    about_range: "Of all such questions, with a confidence of 95%: few questions, a wide range." / "针对所有同类题目，置信度 95%：题数越少，范围越宽。";
    question(number): "Question {number}" / "第 {number} 题";
    taken_away: "This question has been changed or taken away since. It does not count." / "此题此后有改动或已移除，不计分。";
    you_said_of(word): "You said: {word}." / "你说：{word}。";
    spent(time): "Time: {time}." / "用时：{time}。";
    from: " From " / " 来自 ";
    not_read: "✗ Not right: it could not be read." / "✗ 不正确：无法读取。";
    how_well: "How well did you do?" / "你答得怎么样？";
    guess: "guess" / "猜的";
    unsure: "unsure" / "不确定";
    sure: "sure" / "确定";

    // Verified.
    report_to_verify: "A report to verify" / "要核验的报告";
    report_json: "The report as it was downloaded, JSON" / "下载的报告（JSON）";
    digest_on_paper: "The digest on paper, if there is one" / "纸上的摘要值（如有）";
    verify: "Verify" / "核验";
    do_they_belong: "Do they belong together?" / "二者是否一致？";
    cannot_be_read: "✗ This cannot be read." / "✗ 无法读取。";
    do_not_belong: "✗ They do not belong together." / "✗ 二者不一致。";
    digests_differ(answers, report): "The answers give <code>{answers}</code>, and the report says <code>{report}</code>." / "答案算出的是 <code>{answers}</code>，报告上写的是 <code>{report}</code>。";
    belong: "✓ They belong together." / "✓ 二者一致。";
    verified(title, moment, answered, questions, time): "{title}, {moment}: {answered} of {questions} answered in {time}." / "{title}，{moment}：{questions}中答了 {answered} 道，用时 {time}。";
    graded_again(share, sum, points): " Graded again: {share}, {sum} of {points}." / "重新评分：{share}，{sum} 分，满分 {points}。";
}

/// The level of a concept.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Beginner => beginner(),
        Level::Intermediate => intermediate(),
        Level::Advanced => advanced(),
    }
}

/// How sure somebody was, within a sentence.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Guess => guess(),
        Confidence::Unsure => unsure(),
        Confidence::Sure => sure(),
    }
}
