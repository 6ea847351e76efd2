//! The playground. What is written into a design's text, and what is said of that text, is in English, as the format is.

crate::words::words! { after notes;
    unscripted: "Building and running a design needs JavaScript. Below is the design that it begins with; the command line of this project runs such a file without a browser."
        / "搭建和运行设计需要 JavaScript。下面是初始设计；本项目的命令行可以不用浏览器运行这样的文件。";
    design: "Design" / "设计";
    drawing: "Drawing" / "架构图";
    text: "Text" / "文本";
    run: "Run" / "运行";
    to_mend(count): " ({count} to mend)" / "（{count} 处待修正）";
    parts: "Parts of the playground" / "演练场的各部分";
    changed_since: "The design has changed since this run. " / "这次运行之后设计已有改动。";
    run_again: "Run it again" / "重新运行";
    nothing_has_run: "Nothing has run yet. Press “Run this design”." / "还没有运行过。请按“运行此设计”。";

    // Steps that can be undone.
    typing: "typing" / "输入";
    opening_shared: "opening a shared design" / "打开分享的设计";
    starting_over: "starting over" / "重新开始";
    a_change: "a change" / "修改";
    adding_a_node: "adding a node" / "添加节点";
    renaming: "renaming" / "重命名";
    removing_a_node: "removing a node" / "删除节点";
    connecting: "connecting" / "连接";
    disconnecting: "disconnecting" / "断开连接";
    setting_a_value: "setting a value" / "设置值";
    adding_a_route: "adding a route" / "添加路由";
    adding_a_class: "adding a class" / "添加请求类别";
    taking_other: "taking the other tab’s design" / "采用另一标签页的设计";
    going_back: "going back to your design" / "回到你的设计";
    opening: "opening a design" / "打开设计";
    opening_before: "opening the design before" / "打开之前的设计";
    beginning_with_nothing: "beginning with nothing" / "从空白开始";
    importing: "importing a file" / "导入文件";
    undone(what): "Undone: {what}." / "已撤销：{what}。";
    done_again(what): "Done again: {what}." / "已恢复：{what}。";
    undo: "Undo" / "撤销";
    redo: "Redo" / "恢复";
    undo_what(what): "Undo {what}" / "撤销{what}";
    redo_what(what): "Redo {what}" / "恢复{what}";

    // What was done.
    shared_is_open: "The shared design is open. Run it to see what it does." / "已打开分享的设计。运行看看效果。";
    shared_is_set: "The shared design is open, and its lab is set as it was when it was shared. Run it to see what it does." / "已打开分享的设计，实验参数与分享时一致。运行看看效果。";
    started_over: "Started over. Undo brings back what was here." / "已重新开始。撤销可恢复之前的内容。";
    checking_first: "Checking the design first." / "先检查设计。";
    cannot_run: "It cannot run yet: see the problems below the text." / "还不能运行：请看文本下方的问题。";
    text_changed: "The text changed before that was done. Try it again." / "在完成之前文本已改动。请重试。";
    too_long(size): "That is longer than {size} KiB, more than can be worked on here." / "内容超过 {size} KiB，无法在这里处理。";
    link_broken(why): "The link to this design cannot be opened: {why}. Everything is as it was." / "无法打开此设计的链接：{why}。一切保持原样。";
    as_you_left_it: "Your design is as you left it." / "你的设计与上次离开时一样。";
    no_such_design: "There is no such design on this site." / "本站没有这个设计。";
    fetching: "Fetching the design." / "正在获取设计。";
    not_fetched(why): "The design could not be fetched. {why}" / "未能获取设计。{why}";
    opened: "Opened. Undo brings back what was here." / "已打开。撤销可恢复之前的内容。";
    empty_opened: "An empty design. Undo brings back what was here." / "空白设计。撤销可恢复之前的内容。";
    imported(name): "Imported {name}. Undo brings back what was here." / "已导入 {name}。撤销可恢复之前的内容。";
    not_imported(name, why): "{name} was not imported. {why}" / "未能导入 {name}。{why}";
    too_many_bytes(bytes, most): "It has {bytes} bytes; at most {most} can be worked on here." / "文件有 {bytes} 字节；这里最多处理 {most} 字节。";
    no_text: "It is no text." / "不是文本。";
    unreadable: "The browser could not read it." / "浏览器无法读取。";
    exported(name): "Exported as {name}." / "已导出为 {name}。";
    no_room: "The browser has no room for the file." / "浏览器没有足够空间保存文件。";
    copied: "Copied the text." / "已复制文本。";
    not_copied: "The browser did not let the page copy. Select the text and copy it by hand." / "浏览器不允许页面复制。请选中文本手动复制。";

    // What reads the text.
    took_too_long: "Reading the text took more than five seconds and was stopped. Nothing of it is lost: undo what you did last, or make it shorter." / "读取文本超过五秒，已停止。内容没有丢失：请撤销上一步操作，或缩短文本。";
    not_started(why): "This browser would not start what reads the text: {why}" / "此浏览器无法启动文本解析程序：{why}";
    different_versions: "This page and what reads the text are of different versions; reload the page to get the new one. Your design is kept." / "页面与文本解析程序的版本不一致；请刷新页面以获取新版本。你的设计已保存。";
    stopped(why): "What reads the text stopped unexpectedly{why} and was restarted. Your text is all here." / "文本解析程序意外停止{why}，现已重新启动。你的文本完好无损。";
    not_loaded(why): "What reads the text could not be loaded{why}. Check the connection; your next change tries again." / "文本解析程序未能加载{why}。请检查网络连接；下次修改时会重试。";

    // The drawing.
    nothing_here: "Nothing is here yet. Add a client, which sends requests, and what answers them." / "这里还什么都没有。请添加发送请求的客户端，以及响应请求的组件。";
    too_many_nodes(count): "{count} nodes are too many to draw. They are in the list below." / "{count} 个节点太多，无法绘制。请见下方列表。";
    choose_called(from): "Choose the node that `{from}` calls, in the drawing or in the list. " / "请在图中或列表中选择 `{from}` 要调用的节点。";
    stop_connecting: "Stop connecting" / "取消连接";
    last_readable: "The text cannot be read as it stands; this is the last one that could." / "当前文本无法读取；这里显示的是最近一次可读的内容。";

    // The text.
    checking: "Checking" / "正在检查";
    no_problems: "No problems: it can run." / "没有问题，可以运行。";
    one_problem: "1 problem" / "1 个问题";
    problems_count(count): "{count} problems" / "{count} 个问题";
    text_hint: "The text is the design: TOML, as the command line reads it. A route for each class of requests, faults and experiments are written here." / "文本就是设计本身：TOML 格式，与命令行读取的相同。各类请求的路由、故障和场景都写在这里。";
    line_column(line, column): "Line {line}, column {column}" / "第 {line} 行，第 {column} 列";
    and_more(count): "And {count} more." / "另有 {count} 个。";
    problems: "Problems" / "问题";

    // Forms.
    change: "Change" / "修改";
    node: "Node" / "节点";
    whole_design: "None: the design as a whole" / "无：整个设计";
    title: "Title" / "标题";
    add_class: "Add a class of requests" / "添加请求类别";
    name_on_screen: "Name on screen" / "显示名称";
    unknown_kind: "The kind of this node is not known. Mend it in the text." / "此节点的类型未知。请在文本中修正。";
    remove(id): "Remove `{id}`" / "删除 `{id}`";
    id_in_text: "Id in the text" / "文本中的标识";
    write_route: "Write its route in the text" / "在文本中写出路由";
    more_settings(count): "{count} more settings" / "另有 {count} 个参数";
    calls_nobody: "Calls nobody." / "不调用任何节点。";
    connections: "Connections" / "连接";
    let_call(id): "Let `{id}` call" / "让 `{id}` 调用";
    connect: "Connect" / "连接";
    or_in_drawing: "Or choose it in the drawing" / "或在图中选择";
    calls(to): "Calls `{to}`" / "调用 `{to}`";
    called_by(from): "Called by `{from}`" / "被 `{from}` 调用";
    disconnect_from(from, to): "Disconnect `{from}` from `{to}`" / "断开 `{from}` 与 `{to}`";
    settings_of(from, to): "Settings of the connection from `{from}` to `{to}`" / "`{from}` 到 `{to}` 的连接参数";
    settings: "Settings" / "参数";
    disconnect: "Disconnect" / "断开";
    add_kind: "Add " / "添加 ";
    let_call_added(from): "Let `{from}` call what is added" / "让 `{from}` 调用新添加的节点";
    add: "Add" / "添加";

    // Sharing and keeping.
    share: "Share design" / "分享设计";
    holds_with_run: "Holds the design, and the settings, faults and seed of its run. Nothing is sent anywhere: all of it stands in the link." / "包含设计，以及运行的参数、故障和随机种子。不会发送到任何地方：全部内容都在链接中。";
    holds: "Holds the design. Nothing is sent anywhere: all of it stands in the link." / "包含设计。不会发送到任何地方：全部内容都在链接中。";
    as_it_was: "Your design is as it was." / "你的设计保持原样。";
    shared_offered: "The link that you followed holds a design. You have one of your own here: it stays saved until you change the shared one, and Undo brings it back."
        / "你打开的链接中有一个设计。你在这里已有自己的设计：在你修改分享的设计之前它会一直保存，也可以用撤销恢复。";
    open_shared: "Open the shared design" / "打开分享的设计";
    keep_mine: "Keep mine" / "保留我的设计";
    design_before: "Your design before this one" / "你之前的设计";
    begin_with: "Begin with" / "从这里开始";
    empty_design: "An empty design" / "空白设计";
    client_and_service: "A client and a service" / "一个客户端和一个服务";
    open: "Open" / "打开";
    import: "Import" / "导入";
    export: "Export" / "导出";
    copy: "Copy" / "复制";
    start_over: "Start over" / "重新开始";
    run_this: "Run this design" / "运行此设计";
    saved_nowhere_else: "What you change is saved in this browser and nowhere else." / "你的修改只保存在此浏览器中。";
    saved: "Saved in this browser." / "已保存在此浏览器中。";
    own_still_saved: "Your own design is still saved. Changing this one puts it in its place. " / "你自己的设计仍然保存着。修改当前设计将取代它。";
    back_to_mine: "Back to my design" / "回到我的设计";
    other_tab: "Another tab has changed the saved design, so this tab saves no more. " / "另一标签页改动了已保存的设计，因此本标签页不再保存。";
    save_this: "Save this tab’s" / "保存本标签页的";
    take_other: "Take the other tab’s" / "采用另一标签页的";
    not_saved(trouble): "Not saved: this browser’s storage {trouble}. Export the design to keep it." / "未保存：此浏览器的存储{trouble}。请导出设计以免丢失。";
}
