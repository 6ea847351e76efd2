//! A reader's notes and bookmarks, and the site kept on a device.

crate::words::words! { after exam;
    without_script: "<p>Your notes live in your own browser and nowhere else, so this page, which was made without knowing you, cannot hold them. Showing them takes JavaScript, which is off.</p>"
        / "<p>你的笔记只保存在你自己的浏览器中，本页在生成时并不认识你，因此无法包含它们。显示笔记需要 JavaScript，而它已关闭。</p>";
    search_notes: "Search your notes" / "搜索你的笔记";
    export_markdown: "Export as Markdown" / "导出为 Markdown";
    also_exported(href): "<p>The export of <a href=\"{href}\">your progress</a> holds your notes and bookmarks, too, and can be brought back.</p>"
        / "<p><a href=\"{href}\">你的进度</a>的导出文件也包含笔记和书签，并且可以重新导入。</p>";
    removed(heading): "Removed: what was noted at “{heading}”." / "已删除：“{heading}”处的笔记。";
    remove_at(heading): "Remove what is noted at {heading}" / "删除“{heading}”处的笔记";
    add_at(heading): "Add a note at {heading}" / "在“{heading}”处添加笔记";
    edit_at(heading): "Edit the note at {heading}" / "编辑“{heading}”处的笔记";
    add: "Add a note" / "添加笔记";
    edit: "Edit" / "编辑";
    remove: "Remove" / "删除";
    bookmarked: "Bookmarked" / "已加书签";
    notes_and_marks(notes, marks): "{notes} and {marks}." / "{notes}，{marks}。";
    notes_and_marks_shown(notes, marks, places): "{notes} and {marks}; {places} shown." / "{notes}，{marks}；显示 {places}。";
    nothing_noted(href): "<p>Nothing noted yet. On a page of the <a href=\"{href}\">concepts</a>, or of any other part of the site, each heading and each question has two buttons: <b>Bookmark</b> and <b>Note</b>. What you write there stands below it from then on, and here.</p>"
        / "<p>还没有笔记。在<a href=\"{href}\">概念</a>或其他栏目的页面上，每个标题和每道题目都有两个按钮：<b>书签</b>和<b>笔记</b>。你写的内容会显示在其下方，也会列在这里。</p>";
    none_match: "<p>No note, heading or page has all of these words.</p>" / "<p>没有包含所有这些词的笔记、标题或页面。</p>";
    saved_as(file): "Saved as {file}." / "已保存为 {file}。";
    not_saved: "This browser has no room for the file." / "此浏览器没有足够空间保存文件。";
    lost: "Notes could not be loaded. Check the connection, then press the button again." / "笔记未能加载。请检查网络连接，然后再按一次按钮。";
    bookmark_at(heading): "Bookmark {heading}" / "为“{heading}”加书签";
    bookmark: "Bookmark" / "书签";
    note: "Note" / "笔记";
    brought_back: "Brought back." / "已恢复。";
    undo: "Undo" / "撤销";
    note_removed: "Note removed." / "笔记已删除。";
    your_note_at(heading): "Your note at {heading}" / "你在“{heading}”处的笔记";
    note_in_markdown(heading): "Note at {heading}, in Markdown" / "“{heading}”处的笔记，Markdown 格式";
    hint: "Markdown: **bold**, `code`, - a list, [a link](https://…). It is kept as you type." / "Markdown：**粗体**、`代码`、- 列表、[链接](https://…)。边写边保存。";
    done: "Done" / "完成";
    remove_note: "Remove note" / "删除笔记";
    not_kept(trouble): "Not kept: this browser’s storage {trouble}. Your note is lost when you close the page." / "未保存：此浏览器的存储{trouble}。关闭页面后笔记会丢失。";

    // The site kept on the device.
    offline_without_script: "<p>Keeping pages on this device takes JavaScript, which is off.</p>" / "<p>在此设备上保存页面需要 JavaScript，而它已关闭。</p>";
    unable: "This browser does not let the site keep anything here. It takes a current browser, an address that begins with https, and a window that is not a private one."
        / "此浏览器不允许本站保存内容。需要较新的浏览器、以 https 开头的地址，并且不是无痕窗口。";
    looking: "Looking at what is kept on this device…" / "正在查看此设备上保存的内容……";
    cancel: "Cancel" / "取消";
    go_on: "Go on" / "继续";
    keep_whole_site: "Keep the whole site on this device" / "将全站保存到此设备";
    remove_kept: "Remove what is kept" / "删除已保存的内容";
    kept: "Kept" / "已保存";
    getting: "Getting the site. What is here already stays if you leave or cancel." / "正在保存。即使离开或取消，已保存的内容也会保留。";
    no_room(so_far): "The browser gives the site no more room: {so_far} are kept, and open without a connection. Make room on the device, then go on." / "浏览器没有更多空间：已保存 {so_far}，可以离线打开。请在设备上腾出空间后继续。";
    connection_lost(so_far): "The connection was lost: {so_far} are kept. Go on when it is back." / "连接已断开：已保存 {so_far}。恢复连接后可以继续。";
    newer_version(so_far): "A new version of the site has come: {so_far} are kept. Reload this page, then go on." / "本站有新版本：已保存 {so_far}。请刷新本页后继续。";
    whole_kept(size): "The whole site is kept on this device: {size}. Pages, labs, questions and assessments work without a connection, and a new version is got when there is one."
        / "全站已保存到此设备：{size}。页面、实验、题目和测评均可离线使用，有新版本时会自动更新。";
    whole_takes(size, here): "The whole site takes {size} on this device; less is downloaded where the host compresses. {here} are here already." / "全站在此设备上占用 {size}；若服务器启用压缩，下载量会更小。已保存 {here}。";
    of(part, all): "{part} of {all}" / "{part}（共 {all}）";
}
