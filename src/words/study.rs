//! What a reader has done and is to do: marks, paths, progress, review.

use headroom_study::Verdict;
use headroom_study::review::Rating;
use headroom_study::saved::{Unreadable, VERSION};

crate::words::words! { after chart;
    // Marks.
    mark_as_read: "Mark as read" / "标为已读";
    mark_as_unread: "Mark as unread" / "标为未读";
    go_on(place): "Continue: {place}" / "继续：{place}";
    read_on(day): "✓ Read on {day}." / "✓ 已于 {day} 读过。";
    weak: "weak" / "薄弱";
    not_begun: "not begun" / "未开始";
    begun: "begun" / "已开始";
    mastered: "mastered" / "已掌握";
    read: "read" / "已读";
    read_weak: "read, weak" / "已读，薄弱";
    read_mastered: "read, mastered" / "已读，已掌握";
    after_title(words): ", {words}" / "，{words}";

    // Paths.
    steps: "Steps" / "步骤";
    start_here: "Start here" / "从这里开始";
    next: "Next" / "下一步";
    done: " Done" / " 完成";
    of_step(title): ": {title}" / "：{title}";
    begin(title): "Begin: {title}" / "开始：{title}";
    all_steps_done: "All steps are done." / "所有步骤均已完成。";
    steps_done(count, all, left): "{count} of {all} steps done, {left} left." / "已完成 {count} 步，共 {all} 步，还需 {left}。";
    predicted: "predicted" / "已预测";
    taken: "taken" / "已测评";

    // Counted.
    one_card: "1 card" / "1 张卡片";
    many_cards(count): "{count} cards" / "{count} 张卡片";
    one_question: "1 question" / "1 道题";
    many_questions(count): "{count} questions" / "{count} 道题";
    one_term: "1 term" / "1 个术语";
    many_terms(count): "{count} terms" / "{count} 个术语";
    one_review: "1 review" / "1 次复习";
    many_reviews(count): "{count} reviews" / "{count} 次复习";
    one_page: "1 page" / "1 个页面";
    many_pages(count): "{count} pages" / "{count} 个页面";
    one_more_page: "1 more page" / "另外 1 个页面";
    many_more_pages(count): "{count} more pages" / "另外 {count} 个页面";
    one_page_read: "1 page read" / "读了 1 个页面";
    many_pages_read(count): "{count} pages read" / "读了 {count} 个页面";
    one_objective: "1 objective" / "1 个目标";
    many_objectives(count): "{count} objectives" / "{count} 个目标";
    one_answer: "1 answer" / "1 次作答";
    many_answers(count): "{count} answers" / "{count} 次作答";
    one_day: "1 day" / "1 天";
    many_days(count): "{count} days" / "{count} 天";
    one_record: "1 record" / "1 条记录";
    many_records(count): "{count} records" / "{count} 条记录";
    one_entry: "1 entry" / "1 条";
    many_entries(count): "{count} entries" / "{count} 条";
    one_piece: "1 piece" / "1 段";
    many_pieces(count): "{count} pieces" / "{count} 段";
    one_answered: "1 question answered" / "答了 1 道题";
    many_answered(count): "{count} questions answered" / "答了 {count} 道题";
    one_assessment: "1 assessment" / "1 次测评";
    many_assessments(count): "{count} assessments" / "{count} 次测评";
    one_review_card: "1 review card" / "1 张复习卡片";
    many_review_cards(count): "{count} review cards" / "{count} 张复习卡片";
    one_marked_read: "1 page marked as read" / "1 个已读页面";
    many_marked_read(count): "{count} pages marked as read" / "{count} 个已读页面";
    one_note: "1 note" / "1 条笔记";
    many_notes(count): "{count} notes" / "{count} 条笔记";
    one_bookmark: "1 bookmark" / "1 个书签";
    many_bookmarks(count): "{count} bookmarks" / "{count} 个书签";
    one_setting: "1 setting" / "1 项设置";
    many_settings(count): "{count} settings" / "{count} 项设置";
    one_place: "1 place" / "1 处";
    many_places(count): "{count} places" / "{count} 处";
    one_minute: "1 minute" / "1 分钟";
    many_minutes(count): "{count} minutes" / "{count} 分钟";
    one_second: "1 second" / "1 秒";
    many_seconds(count): "{count} seconds" / "{count} 秒";
    one_point: "1 point" / "1 分";
    many_points(count): "{count} points" / "{count} 分";
    records_of(records, kind): "{records} of “{kind}”" / "“{kind}”的{records}";
    comma: ", " / "、";
    and(before, last): "{before} and {last}" / "{before}和{last}";
    nothing: "nothing" / "无";

    // What both pages say.
    reading_records: "Reading what this browser keeps…" / "正在读取此浏览器保存的内容……";
    try_again: "Try again" / "重试";
    undo: "Undo" / "撤销";
    undo_what(what): "Undo: {what}" / "撤销：{what}";
    cancel: "Cancel" / "取消";
    download: "Download" / "下载";
    reset: "Reset" / "重置";
    right: "right" / "正确";
    partly_right: "partly right" / "部分正确";
    not_right: "not right" / "不正确";
    sentence(what): "{what}." / "{what}。";

    // Progress.
    progress_without_script: "<p>Your answers live in your own browser and nowhere else, so this page, which was made without knowing you, cannot hold them. Showing them takes JavaScript, which is off.</p>"
        / "<p>你的答案只保存在你自己的浏览器中，本页在生成时并不认识你，因此无法包含它们。显示答案需要 JavaScript，而它已关闭。</p>";
    catalogue_lost(why): "What there is to read could not be fetched. {why}" / "未能获取可读内容的目录。{why}";
    answers_by_page: "Answers by page" / "各页的答案";
    reset_what(what): "Reset {what}" / "重置{what}";
    also_kept: "Also kept" / "其他记录";
    download_aside(key): "Download what was set aside for {key}" / "下载为 {key} 另存的内容";
    set_aside: "Set aside" / "另存的内容";
    about_set_aside: "This was kept here as answers and cannot be read. It is neither lost nor written over: it stays in this browser, and “Export” takes it along."
        / "这些内容曾作为答案保存，但无法读取。它们既没有丢失，也不会被覆盖：会留在此浏览器中，并随“导出”一起带走。";
    ask_to_keep: "Ask the browser to keep it" / "请求浏览器长期保存";
    the_answers_on(page): "the answers on “{page}”" / "“{page}”上的答案";
    the_answer_to(prompt): "the answer to “{prompt}”" / "“{prompt}”的答案";
    undo_bring_back(what): "Undo: bring back {what}" / "撤销：恢复{what}";
    brought_back(what): "Brought back: {what}." / "已恢复：{what}。";
    forgotten(what, count): "Forgotten: {what}, {count}." / "已删除：{what}（{count}）。";
    promised: "The browser has promised to keep your answers." / "浏览器已承诺保存你的答案。";
    not_promised: "The browser has not promised it. It may when you have been here more often; an export is safe in any case." / "浏览器没有作出承诺。等你来得更频繁时它可能会同意；无论如何，导出都是安全的。";
    answered_on(answered, pages, results): "{answered} on {pages}: {results}." / "在 {pages}上{answered}：{results}。";
    will_not_clear: " The browser has promised not to clear it by itself." / "浏览器已承诺不会自行清除。";
    may_clear: " The browser may clear it when it runs short of room." / "空间不足时，浏览器可能会清除它。";
    never_exported(answers): "{answers} that no export has." / "有 {answers}尚未导出。";
    since_last_export(answers, day): "{answers} since your last export, on {day}." / "自上次导出（{day}）以来有 {answers}。";
    take_them_along: "Take them along" / "导出";
    about_export: "One file (JSON) with everything that is kept here, and what was set aside." / "一个文件（JSON），包含这里保存的全部内容以及另存的内容。";
    last_exported(day): " Last exported on {day}." / "上次导出：{day}。";
    nothing_answered(href): "<p>Nothing answered yet. Questions stand in the text of the <a href=\"{href}\">concepts</a>; those you answer are listed here, page by page.</p>"
        / "<p>还没有作答。题目在<a href=\"{href}\">概念</a>的正文中；答过的题目会按页列在这里。</p>";
    page_facts(count, results, day): "{count} answered: {results}. Last on {day}." / "已答 {count} 道：{results}。最近一次：{day}。";
    aside_why(key, why): "<p><code>{key}</code>: {why}.</p>" / "<p><code>{key}</code>：{why}。</p>";
    newer_format(format, known): "it was written by a newer version of this site (format {format}, this one reads up to {known})" / "由本站的更新版本写入（格式 {format}，当前最多支持 {known}）";
    damaged(why): "it is damaged: {why}" / "内容已损坏：{why}";
    no_export: "it is not an export of this site" / "不是本站导出的文件";

    // Taken along and brought back.
    take_it_along: "Take it along" / "导出数据";
    export: "Export" / "导出";
    start_over: "Start again" / "重新开始";
    reset_all: "Reset everything" / "全部重置";
    about_reset: "Forgets every answer in this browser. Until you leave this page you can bring them back." / "删除此浏览器中的所有答案。离开本页之前都可以恢复。";
    all_answers: "all answers" / "所有答案";
    not_saved: "This browser has no room for the file." / "此浏览器没有足够空间保存文件。";
    saved_as(file): "Saved as {file}." / "已保存为 {file}。";
    bring_back: "Bring it back" / "导入数据";
    about_import: "A file that was exported here or in another browser. You see what it would change, and then decide." / "在这里或其他浏览器中导出的文件。你会先看到将要发生的变化，再作决定。";
    choose_file: "Choose a file, or drop it here" / "选择文件，或拖放到这里";
    what_would_change(file): "What “{file}” would change" / "“{file}”将带来的变化";
    replace: "Replace" / "替换";
    replace_dots: "Replace…" / "替换……";
    keep_what_is_here: "Keep what is here" / "保留现有内容";
    merge: "Merge" / "合并";
    merge_and_revive: "Merge, and bring back what was reset" / "合并，并恢复已重置的内容";
    revive: "Bring back what was reset" / "恢复已重置的内容";
    nothing_changed: "Nothing was changed." / "没有任何变化。";
    undo_merging(file): "Undo merging “{file}”" / "撤销合并“{file}”";
    merge_undone(file): "Taken back: merging “{file}”." / "已撤销：合并“{file}”。";
    merged(file): "Merged with “{file}”." / "已与“{file}”合并。";
    undo_replacing(file): "Undo replacing by “{file}”" / "撤销替换为“{file}”";
    replace_undone(file): "Brought back: what was here before “{file}”." / "已恢复：“{file}”之前的内容。";
    replaced(file): "Replaced by “{file}”." / "已替换为“{file}”。";
    too_many_bytes(megabytes, most): "it has {megabytes} MB; an export has at most {most} MB" / "文件有 {megabytes} MB；导出文件最多 {most} MB";
    no_text: "it is no text, and so no export of this site" / "不是文本，因而不是本站导出的文件";
    unreadable: "the browser could not read it" / "浏览器无法读取";
    cannot_bring_back(file, why): "“{file}” cannot be brought back: {why}. Nothing was changed." / "无法导入“{file}”：{why}。没有任何变化。";
    exported_on(day): "Exported on {day}. " / "导出于 {day}。";
    it_holds(what): "It holds {what}." / "包含：{what}。";
    file_damaged(why): "The file is damaged: {why}. What could be read around that is below." / "文件已损坏：{why}。其余可读的内容如下。";
    cannot_be_read(count): "<b>{count}</b> that cannot be read: kept, set aside" / "<b>{count}</b>无法读取：已另存";
    not_in_file(entries): "Not in the file: {entries} here. Merging keeps what is here." / "文件中没有：这里的 {entries}。合并会保留这里的内容。";
    all_here: "All of it is here already." / "文件中的内容这里都已经有了。";
    new_here: "new here" / "这里没有";
    more_than_here(entries): "with more than is here: a merge adds {entries}" / "比这里更多：合并会增加 {entries}";
    reset_here(entries): "reset here since: {entries} that a merge leaves forgotten" / "此后在这里被重置：合并不会恢复这 {entries}";
    reset_there(entries): "reset there: a merge forgets {entries} here" / "在文件中被重置：合并会删除这里的 {entries}";
    older: "older than what is here: nothing to add" / "比这里的旧：没有可增加的内容";
    same: "the same as here" / "与这里相同";
    only_there: "Nothing is only here." / "这里没有文件之外的内容。";
    replace_forgets(entries): "This forgets {entries} that the file does not have." / "这会删除文件中没有的 {entries}。";
    can_undo: " Until you leave this page you can undo it." / "离开本页之前都可以撤销。";

    // The board.
    at_a_glance: "At a glance" / "概览";
    tile_read: "Read" / "已读";
    tile_mastered: "Mastered" / "已掌握";
    tile_due: "Due" / "待复习";
    tile_weak: "Weak" / "薄弱";
    of(all): "of {all}" / "共 {all}";
    noun_card: "card" / "张卡片";
    noun_cards: "cards" / "张卡片";
    noun_question: "question" / "道题";
    noun_questions: "questions" / "道题";
    what_next: "Next" / "下一步";
    all_read(href): "Every concept is read, and nothing is weak or due. An <a href=\"{href}\">assessment</a> shows what has stayed." / "所有概念都已读过，没有薄弱或待复习的内容。<a href=\"{href}\">测评</a>可以检验你记住了多少。";
    review_cards(cards): "Review {cards}" / "复习 {cards}";
    due_today: "Due today: what is asked again in time stays." / "今天到期：及时复习才记得牢。";
    go_over(page): "Go over “{page}” again" / "重温“{page}”";
    read_page(page): "Read “{page}”" / "阅读“{page}”";
    weak_spots: "Weak spots" / "薄弱点";
    about_weak: "Questions whose last answer was wrong, or not all right though you were sure of it. The next right answer clears one." / "最近一次答错，或很有把握却没有全对的题目。下次答对即可消除。";
    one_weak: "One answer there is not right." / "那里有 1 个答案不正确。";
    one_weak_sure: "One answer there is not right, and you were sure of one." / "那里有 1 个答案不正确，而且你当时很有把握。";
    many_weak(count): "{count} answers there are not right." / "那里有 {count} 个答案不正确。";
    many_weak_one_sure(count): "{count} answers there are not right, and you were sure of one." / "那里有 {count} 个答案不正确，其中 1 个你当时很有把握。";
    many_weak_sure(count, sure): "{count} answers there are not right, and you were sure of {sure}." / "那里有 {count} 个答案不正确，其中 {sure} 个你当时很有把握。";
    one_weak_many_sure(sure): "One answer there is not right, and you were sure of {sure}." / "那里有 1 个答案不正确，其中 {sure} 个你当时很有把握。";
    quoted(title): "“{title}”" / "“{title}”";
    needs_nothing(minutes): "It needs nothing before it. {minutes} min." / "无需先修内容。{minutes} min。";
    builds_on(titles, minutes): "It builds on {titles}, which you know. {minutes} min." / "以你已掌握的{titles}为基础。{minutes} min。";
    last_wrong(day): "not right, {day}" / "不正确，{day}";
    last_wrong_sure(day): "not right, you were sure; {day}" / "不正确，当时很有把握；{day}";
    last_partly(percent, day): "{percent}% right, {day}" / "{percent}% 正确，{day}";
    last_partly_sure(percent, day): "{percent}% right, you were sure; {day}" / "{percent}% 正确，当时很有把握；{day}";
    by_category: "By category" / "按类别";
    about_mastered: "An objective is mastered when all its questions were right at the last answer, and two of them at the first try without a hint, or again after a night."
        / "一个目标的所有题目最近一次都答对，并且其中两题是不看提示一次答对、或隔夜再次答对，才算已掌握。";
    line_of(name, words): "{name}: {words}" / "{name}：{words}";
    pages: "Pages" / "页面";
    objectives: "Objectives" / "目标";
    read_of(read, all): "{read} of {all} read" / "已读 {read}，共 {all}";
    what_page_asks: "What the page asks" / "本页的题目";
    none: "none" / "无";
    mastered_of(count, all): "{count} of {all} mastered" / "已掌握 {count}，共 {all}";
    count_of(count, words): "{count} {words}" / "{words} {count}";
    activity: "Activity" / "学习活动";
    as_a_table: "As a table" / "以表格显示";
    table_of_activity: "Table of activity" / "学习活动表";
    day: "Day" / "日期";
    answers: "Answers" / "作答";
    head_right: "Right" / "正确";
    pages_read_head: "Pages read" / "已读页面";
    nothing_in_weeks(weeks): "Nothing in the last {weeks} weeks." / "最近 {weeks} 周没有活动。";
    in_weeks(weeks, answers, pages, days): "In the last {weeks} weeks: {answers} and {pages} on {days}. A larger mark is a day with more." / "最近 {weeks} 周的 {days}里，{answers}，{pages}。标记越大表示当天越多。";
    most_answers(day, count): " Most answers on {day}: {count}." / "{day}作答最多：{count} 次。";

    // Review.
    review_without_script: "<p>What you have answered lives in your own browser and nowhere else, so reviewing it takes JavaScript, which is off. Every question stands on its page, too.</p>"
        / "<p>你的答题记录只保存在你自己的浏览器中，复习需要 JavaScript，而它已关闭。每道题目在各自的页面上也能找到。</p>";
    questions_lost(why): "The questions could not be fetched. {why}" / "未能获取题目。{why}";
    no_questions: "No questions" / "没有题目";
    nothing_to_review: "Nothing to review yet" / "还没有可复习的内容";
    about_review(href): "<p>Questions that you answer on a page become cards by themselves. Each comes back when you are about to forget it: after a day or two at first, then after weeks and months.</p><p><a class=\"button primary\" href=\"{href}\">Choose a page to begin with</a></p>"
        / "<p>你在页面上答过的题目会自动成为卡片。每张卡片会在你快要遗忘时再次出现：先是一两天后，然后是几周、几个月后。</p><p><a class=\"button primary\" href=\"{href}\">选择一个页面开始</a></p>";
    all_cards(cards): "All {cards}" / "全部 {cards}";
    your_cards: "Your cards" / "你的卡片";
    about_cards: "<p>A card is made of each question that you have answered and each term that you have chosen. A suspended card is not asked until you take that back; to make it none, reset the answers on its page, or choose the term no longer.</p>"
        / "<p>每道答过的题目和每个选中的术语都会成为一张卡片。已暂停的卡片在恢复之前不会出现；要取消卡片，请重置该页上的答案，或不再选择该术语。</p>";
    resume: "Resume" / "恢复";
    ask_today: "Ask today" / "今天就问";
    suspend: "Suspend" / "暂停";
    act_on(act, prompt): "{act}: {prompt}" / "{act}：{prompt}";
    suspended: "Suspended" / "已暂停";
    buried_comes(when): "Buried, comes {when}" / "已推迟，{when}出现";
    comes(when): "Comes {when}" / "{when}出现";
    due(when): "Due {when}" / "{when}到期";
    not_seen: "Not seen yet" / "尚未复习";
    seen(times, rating): "Seen {times}, last: {rating}" / "复习过 {times}，最近：{rating}";
    seen_forgotten(times, lapses, rating): "Seen {times}, forgotten {lapses}, last: {rating}" / "复习过 {times}，忘记 {lapses}，最近：{rating}";
    once: "once" / "1 次";
    times(count): "{count} times" / "{count} 次";
    not_remembered: "not remembered" / "没记住";
    was_hard: "hard" / "困难";
    was_good: "good" / "良好";
    was_easy: "easy" / "简单";
    again: "Again" / "重来";
    hard: "Hard" / "困难";
    good: "Good" / "良好";
    easy: "Easy" / "简单";
    rated_again: "again" / "重来";
    card_of(place, all): "Card {place} of {all}" / "第 {place} 张卡片，共 {all} 张";
    stop_for_now: "Stop for now" / "暂时停下";
    bury: "Bury until tomorrow" / "推迟到明天";
    show_the_answer: "Show the answer" / "显示答案";
    check: "Check" / "检查";
    dont_remember: "I don’t remember" / "我不记得了";
    from_page(link): "From {link}" / "来自 {link}";
    wrote_nothing: "Nothing." / "没有写。";
    you_wrote: "You wrote" / "你写的内容";
    model_answer: "Model answer" / "参考答案";
    by_your_answer: ", by your answer" / "，依据你的答案";
    marked_by_answer: "Marked is what your answer says. Choose another if it was otherwise." / "已按你的答案选中。如果实际情况不同，请另选。";
    be_honest: "Compare, and be honest: nobody else sees it." / "请对照并如实评分：没有别人会看到。";
    how_well: "How well did you remember it?" / "你记得怎么样？";
    review_keys: " Keys: 1 to 4, B to bury, U to undo." / " 快捷键：1 到 4 评分，B 推迟，U 撤销。";
    rated(rating): "Rated “{rating}”" / "评为“{rating}”";
    answered: "Answered" / "已作答";
    then_answered: "answered" / "已作答";
    buried: "Buried until tomorrow" / "已推迟到明天";
    back_in_review: "Back in review" / "已恢复复习";
    taken_back(did): "Taken back: {did}." / "已撤销：{did}。";
    kept: "Kept." / "已保存。";
    today: "today" / "今天";
    tomorrow: "tomorrow" / "明天";
    in_days(count): "in {count} days" / "{count} 天后";
    in_months(count): "in {count} months" / "{count} 个月后";
    in_years(count): "in {count} years" / "{count} 年后";
    since_yesterday: "since yesterday" / "昨天已";
    for_days(count): "for {count} days" / "{count} 天前已";
    head_today: "Today" / "今天";
    what_you_want: "What you want" / "复习设置";
    due_in_all(cards, most): "<p>{cards} due in all; {most} a day is what you have asked for. The others lose nothing by waiting a little.</p>" / "<p>共有 {cards}到期；你设定每天 {most} 张。其余的稍等片刻也无妨。</p>";
    to_review_one: "<p><strong>1</strong> card to review</p>" / "<p><strong>1</strong> 张卡片待复习</p>";
    to_review(count): "<p><strong>{count}</strong> cards to review</p>" / "<p><strong>{count}</strong> 张卡片待复习</p>";
    done_for_today: "<p><strong>✓</strong> Done for today</p>" / "<p><strong>✓</strong> 今天的已完成</p>";
    one_more_due: "<p>1 card more is due. What is left can wait, or come now.</p>" / "<p>另有 1 张卡片到期。剩下的可以等，也可以现在复习。</p>";
    more_due(count): "<p>{count} cards more are due. What is left can wait, or come now.</p>" / "<p>另有 {count} 张卡片到期。剩下的可以等，也可以现在复习。</p>";
    all_suspended: "<p>No card is on its way: all are suspended.</p>" / "<p>没有即将出现的卡片：全部已暂停。</p>";
    one_comes(when, day): "<p>1 card comes {when}, on {day}.</p>" / "<p>{when}（{day}）有 1 张卡片出现。</p>";
    many_come(count, when, day): "<p>{count} cards come {when}, on {day}.</p>" / "<p>{when}（{day}）有 {count} 张卡片出现。</p>";
    begin_now: "Begin" / "开始";
    review_all(count): "Review all {count}" / "复习全部 {count} 张";
    reviewed_now(cards, ratings): "<p>Reviewed just now: {cards}: {ratings}.</p>" / "<p>刚才复习了 {cards}：{ratings}。</p>";
    whole_number(least, most): "A whole number from {least} to {most}, please." / "请填写 {least} 到 {most} 的整数。";
    cards_a_day: "Cards a day, at most" / "每天最多卡片数";
    about_cards_a_day: "What is left over waits for the next day. More can always be had." / "剩下的留到第二天。随时可以多复习一些。";
    share_remembered: "Share to be remembered, %" / "目标记忆率（%）";
    about_share: "More means that cards come sooner, and so more often. It holds for all cards at once." / "越高，卡片出现得越早、越频繁。对所有卡片同时生效。";
    about_fsrs: "<p>Days are worked out by FSRS, with the parameters that fit most people: each card by how often and how well you have remembered it.</p>" / "<p>间隔天数由 FSRS 计算，采用适合大多数人的参数：依据每张卡片的复习次数和记忆情况。</p>";
    choose_terms: "Choose terms of the glossary" / "从术语表中选择术语";
    choose_terms_so_far(count): "Choose terms of the glossary: {count} so far" / "从术语表中选择术语：已选 {count} 个";
    terms_lost(why): "The terms could not be fetched. {why}" / "未能获取术语。{why}";
    fetching_terms: "Fetching the terms…" / "正在获取术语……";
    terms: "Terms" / "术语";
    find_a_term: "Find a term" / "查找术语";
    no_such_term: "No term has that in its name." / "没有名称包含该内容的术语。";
    first_listed(terms, listed): "{terms}; the first {listed} are listed." / "{terms}，列出前 {listed} 个。";

    // Charts of review.
    no_card_within(days): "No card comes within {days} days." / "{days} 天内没有卡片出现。";
    cards_within(cards, days, most, when): "{cards} within {days} days; most, {most}, {when}. Each is counted once: it comes again after that." / "{days} 天内有 {cards}；最多的一天是{when}，有 {most} 张。每张只计一次：之后还会再次出现。";
    cards_due_head: "Cards due" / "到期卡片";
    days_to_come: "Days to come" / "未来几天";
    number_by_day: "number, by day" / "数量，按天";
    cards_due: "cards due" / "到期卡片";
    weeks_ago(count): "{count} weeks ago" / "{count} 周前";
    now: "now" / "现在";
    no_reviews: "Nothing yet: this counts cards that were answered when they were due." / "暂无数据：这里统计到期时复习的卡片。";
    remembered_of(count, reviews, percent, asked): "{count} of {reviews} remembered when due, {percent}%; {asked}% is what you ask for." / "{reviews}中有 {count} 次在到期时记得，占 {percent}%；目标是 {asked}%。";
    week_from: "Week from" / "起始周";
    reviews: "Reviews" / "复习";
    head_remembered: "Remembered" / "记住";
    share: "Share" / "占比";
    remembered: "remembered" / "记住";
    asked_for: "asked for" / "目标";
    share_over_weeks: "share of due reviews, over four weeks" / "到期复习中的占比，四周平均";
}

/// A number of things: "1 card", "3 cards".
macro_rules! counts {
    ($($(#[$about:meta])* $name:ident: $one:ident, $many:ident;)+) => {
        $($(#[$about])*
        pub fn $name(count: usize) -> String {
            if count == 1 { $one().to_owned() } else { $many(count) }
        })+
    };
}

counts! {
    cards: one_card, many_cards;
    questions: one_question, many_questions;
    counted_terms: one_term, many_terms;
    counted_reviews: one_review, many_reviews;
    counted_pages: one_page, many_pages;
    more_pages: one_more_page, many_more_pages;
    pages_read: one_page_read, many_pages_read;
    counted_objectives: one_objective, many_objectives;
    counted_answers: one_answer, many_answers;
    days: one_day, many_days;
    records: one_record, many_records;
    entries: one_entry, many_entries;
    pieces: one_piece, many_pieces;
    questions_answered: one_answered, many_answered;
    counted_assessments: one_assessment, many_assessments;
    counted_review_cards: one_review_card, many_review_cards;
    marked_read: one_marked_read, many_marked_read;
    notes: one_note, many_notes;
    bookmarks: one_bookmark, many_bookmarks;
    counted_settings: one_setting, many_settings;
    places: one_place, many_places;
    minutes: one_minute, many_minutes;
    seconds: one_second, many_seconds;
    points: one_point, many_points;
}

/// How often: "once", "3 times".
pub fn how_often(count: usize) -> String {
    if count == 1 {
        once().to_owned()
    } else {
        times(count)
    }
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

/// What came of an answer.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => right(),
        Verdict::Partly => partly_right(),
        Verdict::Wrong => not_right(),
    }
}

/// What a rating is called.
pub fn rating(rating: Rating) -> &'static str {
    match rating {
        Rating::Again => again(),
        Rating::Hard => hard(),
        Rating::Good => good(),
        Rating::Easy => easy(),
    }
}

/// The same within a sentence.
pub fn rated_as(rating: Rating) -> &'static str {
    match rating {
        Rating::Again => rated_again(),
        Rating::Hard => was_hard(),
        Rating::Good => was_good(),
        Rating::Easy => was_easy(),
    }
}

/// Why something cannot be read.
pub fn unreadable_record(why: &Unreadable) -> String {
    match why {
        Unreadable::Newer(format) => newer_format(format, VERSION),
        Unreadable::Damaged(why) => damaged(why),
        Unreadable::NoExport => no_export().to_owned(),
    }
}
