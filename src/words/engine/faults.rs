//! Of what can go wrong.

crate::words::engine::pairs! {
    // crash
    "Crash of replicas" / "副本崩溃";
    "Processes die, with what they were doing, and are started again at the end." / "进程连同正在处理的工作一起终止，并在结束时重新启动。";
    "Of the replicas, those that die." / "崩溃的副本占全部副本的比例。";

    // outage
    "Outage of a node" / "节点中断";
    "Nothing of it is there: what it was doing is lost, and connections are refused." / "整个节点完全不可用：正在处理的工作丢失，连接被拒绝。";

    // zone-outage
    "Outage of a zone" / "可用区中断";
    "A data centre loses its power: what ran there is gone, of a node in several zones its part." / "数据中心断电：在其中运行的一切都消失；跨多个可用区的节点失去其中的部分。";

    // region-outage
    "Outage of a region" / "地域中断";
    "A whole region is gone." / "整个地域消失。";

    // slow-node
    "Slow node" / "慢节点";
    "A grey failure: a bad disk, a hot neighbour. It answers its health checks and takes longer for everything."
        / "灰色故障：磁盘异常、同机邻居负载过高。它能响应健康检查，但处理一切都更慢。";
    "Factor" / "系数";
    "What every work takes times." / "所有处理时间变为原来的多少倍。";

    // latency-spike
    "Latency on a link" / "链路延迟";
    "A congested or rerouted path: every message takes longer." / "路径拥塞或改道：每条消息都耗时更长。";
    "Extra latency" / "额外延迟";
    "One way, on top of the link's own." / "单程，在链路自身延迟之上增加。";

    // jitter
    "A busy shared path: messages are delayed by chance, the few by much." / "繁忙的共享路径：消息被随机延迟，其中少数延迟很大。";
    "Mean" / "平均值";
    "Of the exponential delay, one way." / "指数分布延迟的平均值，单程。";

    // packet-loss
    "Packet loss" / "丢包";
    "A faulty switch or cable: some messages never arrive, and their callers wait for their timeout." / "交换机或线缆故障：部分消息始终未到达，其调用方要等到超时。";
    "Of the messages, each way." / "每个方向上丢失的消息所占比例。";

    // partition
    "Partition" / "网络分区";
    "A firewall rule or a broken route: nothing arrives." / "防火墙规则或路由故障：任何消息都无法到达。";
    "Direction" / "方向";
    "What does not arrive." / "无法到达的消息。";
    "Requests and answers" / "请求和响应";
    "Answers" / "响应";

    // bandwidth-cap
    "Bandwidth cap" / "带宽上限";
    "A throttled or saturated interface: messages take time by their size." / "网络接口被限流或饱和：消息按其大小耗费时间。";
    "Bytes a second that are left to each message." / "每条消息每秒可传输的字节数。";

    // capacity-loss
    "Loss of capacity" / "容量损失";
    "The hypervisor gives the processor to somebody else (CPU steal): work takes as much longer as less is left."
        / "虚拟机监控程序把处理器分给了别人（CPU steal）：所剩越少，处理时间相应越长。";
    "What is left" / "剩余比例";
    "Of the processor." / "占处理器的比例。";

    // memory-leak
    "Memory leak" / "内存泄漏";
    "Memory fills: the process slows as it collects garbage, is killed when it is full, and begins anew." / "内存逐渐占满：进程因垃圾回收而变慢，占满时被终止，然后重新开始。";
    "Period" / "周期";
    "From start to kill." / "从启动到被终止的时间。";
    "What work takes times just before the kill." / "即将被终止时，处理时间为正常时的多少倍。";
    "Restart" / "重启";
    "How long it is down." / "停止服务的时间。";

    // gc-storm
    "Garbage collection" / "垃圾回收（GC）";
    "Stop-the-world collections, one after the other: nothing goes on meanwhile." / "接连不断的 stop-the-world 回收：期间一切停顿。";
    "From one pause to the next." / "从一次停顿到下一次停顿的时间。";
    "Pause" / "停顿";
    "How long each lasts." / "每次停顿持续的时间。";

    // thread-exhaustion
    "Thread pool exhausted" / "线程池耗尽";
    "Threads hang in something that never returns, and fewer are left to serve." / "部分线程挂起在永不返回的操作中，可用于服务的线程变少。";
    "Of the threads." / "占线程数的比例。";

    // connection-leak
    "Connection pool leak" / "连接池泄漏";
    "Code that forgets to give connections back: fewer and fewer are left, until one." / "代码忘记归还连接：剩余连接越来越少，直到只剩一个。";
    "Over" / "泄漏时长";
    "How long it takes to lose all but one." / "直到只剩一个连接所需的时间。";

    // error-rate
    "A bug or a full log: some answers are errors, after the work was done." / "程序缺陷或日志写满：部分响应是错误，且发生在工作完成之后。";
    "Of the answers." / "占响应的比例。";

    // cache-flush
    "Cache flush" / "缓存清空";
    "Somebody empties the cache, or it restarts: every entry is gone." / "有人清空了缓存，或缓存重启：所有条目都消失。";

    // cold-deploy
    "Rolling restart" / "滚动重启";
    "A deployment: what was warm is cold, and a part of the replicas is missing while it lasts." / "一次部署：原本已预热的内容变冷，并且在部署期间缺少一部分副本。";
    "Missing" / "缺失比例";
    "Of the replicas, those that are down at once." / "同时停止的副本占全部副本的比例。";

    // hot-key
    "Hot key" / "热点键";
    "One item goes viral: a share of the requests is about a single key." / "某个条目突然爆红：一部分请求都针对同一个键。";
    "Of the requests of the client." / "占客户端请求的比例。";

    // traffic-spike
    "Traffic spike" / "流量激增";
    "A campaign, an evening, a bot: the client sends more." / "营销活动、晚高峰或机器人：客户端发出更多请求。";
    "What its rate is times." / "请求速率变为原来的多少倍。";

    // reconnect-herd
    "Thundering herd" / "惊群";
    "All connections are cut at once, and all clients come back at once." / "所有连接同时断开，所有客户端同时重新连接。";

    // retry-storm
    "Retry storm" / "重试风暴";
    "Clients turn aggressive: a release retries at once and often." / "客户端变得激进：某个发布版本立即且频繁地重试。";
    "Further attempts, without a wait." / "不经等待的额外尝试次数。";

    // dns-outage
    "DNS outage" / "DNS 中断";
    "Names do not resolve: who has an answer in its cache goes on until it expires." / "域名无法解析：缓存中已有解析结果的一方可继续使用，直到其过期。";

    // certificate-expiry
    "Expired certificate" / "证书过期";
    "Nobody renewed it: every new connection is refused." / "无人续期：每个新连接都被拒绝。";

    // health-check-flapping
    "Flapping health checks" / "健康检查震荡";
    "Checks that time out though nothing is the matter: good targets are taken out and put back." / "一切正常但检查超时：正常的目标被反复摘除又恢复。";
    "Of the checks that fail." / "失败的检查所占比例。";

    // disk-full
    "Disk full" / "磁盘已满";
    "No space is left: reads work, writes fail." / "没有剩余空间：读取正常，写入失败。";

    // iops-throttling
    "IOPS throttling" / "IOPS 限流";
    "The volume's burst credits are used up: what the disk can do a second falls." / "卷的突发积分用尽：磁盘每秒的处理能力下降。";
    "Of its rate." / "占其速率的比例。";

    // replica-lag
    "Copies fall behind: a long transaction, a slow disk." / "副本落后：长事务、慢磁盘。";
    "On top of their own." / "在其自身滞后之上增加。";

    // primary-failover
    "The leader dies: until another is elected nobody takes writes." / "主节点宕机：在选出新的主节点之前，没有节点接受写入。";

    // deadlock
    "Deadlock" / "死锁";
    "Requests wait for each other until a monitor kills one: nothing goes on for a while." / "请求相互等待，直到监控程序终止其中一个：一段时间内一切停顿。";
    "From one to the next." / "从一次死锁到下一次死锁的时间。";
    "Until it is found." / "直到死锁被发现的时间。";

    // consumer-stopped
    "Consumer stopped" / "消费者停止";
    "Consumers hang or were scaled to none: messages pile up." / "消费者挂起或被缩容到零：消息堆积。";

    // poison-message
    "Poison messages" / "毒消息";
    "Messages that no consumer can deal with come back until somebody gives them up." / "任何消费者都无法处理的消息会反复返回，直到有一方放弃它们。";
    "Of the messages." / "占消息的比例。";

    // clock-skew
    "Clock skew" / "时钟偏差";
    "Clocks drift apart: a lease is over for one and not for the other." / "时钟逐渐偏离：租约对一方已到期，对另一方尚未到期。";
    "Skew" / "偏差";
    "Between the clocks." / "时钟之间的偏差。";

    // brown-out
    "Brown-out of a dependency" / "依赖服务劣化";
    "A provider in trouble: slower, and failing now and then." / "服务提供方出现问题：变慢，并且不时失败。";
    "Of the answers that are errors." / "错误响应所占比例。";

    // quota-exhausted
    "Quota used up" / "配额用尽";
    "The month's quota is gone, or somebody else used it: little is let through." / "当月配额已用尽，或被他人用掉：只放行很少的调用。";
    "Of the limit." / "占上限的比例。";

    // bad-canary
    "Bad canary" / "有问题的金丝雀版本";
    "A new version on some of the replicas fails." / "部分副本上运行的新版本会失败。";
    "Canaries" / "金丝雀比例";
    "Of the replicas, those with the new version." / "运行新版本的副本占全部副本的比例。";
    "Of their answers that are errors." / "这些副本的响应中错误所占比例。";
}
