//! Of runs: what they show, their figures and charts, why something cannot be run.

crate::words::engine::pairs! {
    "At {_node}, the rate is limited: {share} of the requests were refused." / "{_node}：速率受到限制，{share} 的请求被拒绝。";
    "At {_node}, only {share} of the reads are hits: it is too small for what is asked for." / "{_node}：只有 {share} 的读取命中，相对于所请求的内容，其容量太小。";
    "At {_node}, only {share} of the reads are hits: entries expire before they are asked for again." / "{_node}：只有 {share} 的读取命中，条目在再次被请求之前就已过期。";
    "At {_node}, only {share} of the reads are hits." / "{_node}：只有 {share} 的读取命中。";
    "At {_node}, {writes} writes were lost that had been acknowledged and not passed on." / "{_node}：有 {writes} 次写入丢失，它们已被确认但尚未向后传递。";
    "At {_node}, only {share} of the reads are hits: the caches are too small for what is asked for." / "{_node}：只有 {share} 的读取命中，相对于所请求的内容，缓存太小。";
    "At {_node}, only {share} of the reads are hits: copies expire before they are asked for again." / "{_node}：只有 {share} 的读取命中，缓存的内容在再次被请求之前就已过期。";
    "At {_node}, only {share} of the reads are hits: most is asked for once." / "{_node}：只有 {share} 的读取命中，大部分内容只被请求一次。";
    "At {_node}, {share} of the requests were sent to a place known not to be well: resolvers kept the old answer."
        / "{_node}：{share} 的请求被发往已知不健康的目标，因为解析器保留着旧的解析结果。";
    "At {_node}, {share} of the requests got no answer." / "{_node}：{share} 的请求没有得到响应。";
    "At {_node}, records are read too slowly: readers are {lag} behind. One partition gets {share} of the records, and one consumer at a time reads it."
        / "{_node}：记录读取得太慢，读取方落后 {lag} 条。有一个分区收到 {share} 的记录，而同一时间只有一个消费者读取它。";
    "At {_node}, records are read too slowly: readers are {lag} behind." / "{_node}：记录读取得太慢，读取方落后 {lag} 条。";
    " One partition gets {share} of the records, and one consumer at a time reads it." / "有一个分区收到 {share} 的记录，而同一时间只有一个消费者读取它。";
    "At {_node}, {records} records were dropped before they were read." / "{_node}：有 {records} 条记录在被读取之前就被丢弃。";
    "Consumers of {_node} gave up {records} records." / "{_node} 的消费者放弃了 {records} 条记录。";
    "At {_node}, requests are throttled: {share} of them met the concurrency limit or the scaling rate."
        / "{_node}：请求被限流，其中 {share} 遇到了并发上限或扩容速率上限。";
    "At {_node}, cold starts are the bound: {share} of the invocations wait {time} on average for a new environment."
        / "{_node}：瓶颈在冷启动，{share} 的函数调用平均要等待 {time} 才能得到新的执行环境。";
    "At {_node}, the capacity units are used up: {share} of the requests were throttled. Its traffic is concentrated on one partition."
        / "{_node}：容量单位已用尽，{share} 的请求被限流。其流量集中在一个分区上。";
    "At {_node}, the capacity units are used up: {share} of the requests were throttled." / "{_node}：容量单位已用尽，{share} 的请求被限流。";
    " Its traffic is concentrated on one partition." / "其流量集中在一个分区上。";
    "At {_node}, {share} of the reads were answered with what was no longer so: the quorums do not overlap."
        / "{_node}：{share} 的读取得到的是过时的内容，因为读写的法定数没有重叠。";
    "At {_node}, {requests} requests were turned away: fewer replicas were there than they wait for."
        / "{_node}：有 {requests} 个请求被拒绝，因为可用的副本少于它们要等待的副本数。";
    "At {_node}, a black hole: one target got {share} of the requests, because it fails fast." / "{_node}：出现黑洞，一个目标因为失败得快而得到了 {share} 的请求。";
    "At {_node}, no target is known to be well: requests go to all of them." / "{_node}：没有已知健康的目标，请求发往所有目标。";
    "At {_node}, there was no target for {share} of the requests." / "{_node}：{share} 的请求没有可用的目标。";
    "At {_node}, two held a lock at once, {count} times: a lease ended and its holder did not know."
        / "{_node}：有 {count} 次出现两方同时持有同一把锁，因为租约已结束而其持有者并不知道。";
    "At {_node}, requests queue: {share} of them waited for a lock that another had." / "{_node}：请求在排队，其中 {share} 等待过别人持有的锁。";
    "At {_node}, {requests} requests were turned away while there was no leader or no majority." / "{_node}：有 {requests} 个请求在没有领导者或没有多数派期间被拒绝。";
    "At {_node}, memory is the bound: {share} of the KV cache is set aside, and requests wait for more of it."
        / "{_node}：瓶颈在内存，KV 缓存已有 {share} 被预留，还有请求在等待更多的 KV 缓存。";
    "At {_node}, a prefix is asked too often: {share} of the requests were answered with Slow Down."
        / "{_node}：某个前缀被请求得太频繁，{share} 的请求得到的响应是 Slow Down。";
    "At {_node}, messages pile up: {messages} wait at the end." / "{_node}：消息不断积压，结束时有 {messages} 条在等待。";
    "At {_node}, {messages} messages were given up as dead letters." / "{_node}：有 {messages} 条消息被放弃，成为死信。";
    "At {_node}, {messages} messages were dropped: nobody had dealt with them in time." / "{_node}：有 {messages} 条消息因没有及时得到处理而被丢弃。";
    "At {_node}, {share} of the requests were turned away." / "{_node}：{share} 的请求被拒绝。";
    "At {_node}, the copies are saturated: {share} of the calls were rejected." / "{_node}：副本已饱和，{share} 的调用被拒绝。";
    "At {_node}, the copies are nearly always busy." / "{_node}：副本几乎一直繁忙。";
    "At {_node}, queries wait for the slowest shard: {times} times as long as a shard takes on average."
        / "{_node}：查询要等待最慢的分片，所需时间是单个分片平均时间的 {times} 倍。";
    "At {_node}, {ticks} ticks were missed while there was no leader." / "{_node}：在没有领导者期间错过了 {ticks} 次触发。";
    "At {_node}, jobs take longer than the interval: at {overlaps} of {ticks} ticks some still ran."
        / "{_node}：任务的运行时间超过触发间隔，{ticks} 次触发中有 {overlaps} 次仍有任务在运行。";
    "At {_node}, more arrives than {slots} slots can serve, which is unstable: {waiting} requests wait at the end."
        / "{_node}：到达的请求超过 {slots} 个槽位的处理能力，因而不稳定；结束时有 {waiting} 个请求在等待。";
    "At {_node}, the slots are saturated: {busy} of them are busy on average, and {share} of the requests were refused."
        / "{_node}：槽位已饱和，平均有 {busy} 的槽位繁忙，{share} 的请求被拒绝。";
    "At {_node}, {share} of the requests were refused, though only {busy} of the slots were busy on average: it was full for a while, or in a part."
        / "{_node}：{share} 的请求被拒绝，尽管平均只有 {busy} 的槽位繁忙；它曾在一段时间内占满，或部分副本曾占满。";
    "At {_node}, the replicas spend {share} of their time in garbage collection: what is inside fills their heap."
        / "{_node}：副本有 {share} 的时间花在垃圾回收上，因为在途的请求占满了堆内存。";
    "At {_node}, connections ran out: {share} of the requests were refused." / "{_node}：连接已耗尽，{share} 的请求被拒绝。";
    "At {_node}, locks are the bound: {transactions} transactions wait for a row on average, and {statements} statements run."
        / "{_node}：瓶颈在锁，平均有 {transactions} 个事务在等待行锁，{statements} 条语句在执行。";
    "At {_node}, the cores are nearly always busy." / "{_node}：CPU 核几乎一直繁忙。";
    "At {_node}, the primary was lost: {requests} requests failed until there was another." / "{_node}：主库失效，在有新的主库之前有 {requests} 个请求失败。";
    "At {_node}, {writes} writes were lost that had been acknowledged." / "{_node}：有 {writes} 次已确认的写入丢失。";
    "At {_node}, {share} of the reads were answered by replicas with what was old." / "{_node}：{share} 的读取由副本以过时的内容响应。";
    "At {_node}, {share} of the events were dropped as late: the watermark is too close behind the latest event for them."
        / "{_node}：{share} 的事件因迟到而被丢弃，对它们来说水位线离最新事件太近。";
    "At {_node}, {events} events were dealt with again after a restart." / "{_node}：重启后有 {events} 个事件被重新处理。";
    "At {_node}, {share} of the calls were not let through: the quota was used up." / "{_node}：{share} 的调用未被放行，因为配额已用尽。";
    "At {_node}, {writes} writes were done twice: they were tried again without an idempotency key." / "{_node}：有 {writes} 次写入被执行了两次，因为重试时没有幂等键。";
    "At {_node}, nobody answered for {share} of the time." / "{_node}：有 {share} 的时间无人响应。";
    "At {_node}, {messages} messages could not be delivered." / "{_node}：有 {messages} 条消息无法投递。";
    "At {_node}, a reconnect storm: {tries} tries took too long, and {users} users have no connection at the end."
        / "{_node}：发生重连风暴，{tries} 次尝试耗时过长，结束时有 {users} 个用户没有连接。";
    "At {_node}, {share} of the messages came again: they take longer than their queue waits for them."
        / "{_node}：{share} 的消息重复到来，因为处理它们的时间超过了队列的等待时间。";
    "The slowest requests spend {share} of their time in the network to {_node}, which is {utilisation} utilised."
        / "最慢的请求有 {share} 的时间花在前往 {_node} 的网络上，该节点的利用率为 {utilisation}。";
    "The slowest requests spend {share} of their time in the queue of {_node}, which is {utilisation} utilised."
        / "最慢的请求有 {share} 的时间花在 {_node} 的队列中，该节点的利用率为 {utilisation}。";
    "The slowest requests spend {share} of their time in the work of {_node}, which is {utilisation} utilised."
        / "最慢的请求有 {share} 的时间花在 {_node} 的处理上，该节点的利用率为 {utilisation}。";
    "The slowest requests spend {share} of their time in cold starts of {_node}, which is {utilisation} utilised."
        / "最慢的请求有 {share} 的时间花在 {_node} 的冷启动上，该节点的利用率为 {utilisation}。";
    "The slowest requests spend {share} of their time in retries of calls to {_node}, which is {utilisation} utilised."
        / "最慢的请求有 {share} 的时间花在重试对 {_node} 的调用上，该节点的利用率为 {utilisation}。";
    "The slowest requests spend {share} of their time waiting for locks of {_node}, which is {utilisation} utilised."
        / "最慢的请求有 {share} 的时间花在等待 {_node} 的锁上，该节点的利用率为 {utilisation}。";
    "The slowest requests spend {share} of their time in the network to {_node}." / "最慢的请求有 {share} 的时间花在前往 {_node} 的网络上。";
    "The slowest requests spend {share} of their time in the queue of {_node}." / "最慢的请求有 {share} 的时间花在 {_node} 的队列中。";
    "The slowest requests spend {share} of their time in the work of {_node}." / "最慢的请求有 {share} 的时间花在 {_node} 的处理上。";
    "The slowest requests spend {share} of their time in cold starts of {_node}." / "最慢的请求有 {share} 的时间花在 {_node} 的冷启动上。";
    "The slowest requests spend {share} of their time in retries of calls to {_node}." / "最慢的请求有 {share} 的时间花在重试对 {_node} 的调用上。";
    "The slowest requests spend {share} of their time waiting for locks of {_node}." / "最慢的请求有 {share} 的时间花在等待 {_node} 的锁上。";
    "It is metastable: the fault ended at {time}, and still only {after} of the requests come out well, where it was {before} before."
        / "系统处于亚稳态：故障在 {time} 时已结束，但此后仍只有 {after} 的请求成功，而此前为 {before}。";
    "The first requests look unlike the rest: a warm-up of {time} would leave them out." / "最初的请求与其余的明显不同：设置 {time} 的预热阶段即可将其排除。";
    "Retries amplify the load: calls to {_node} were tried {times} times on average." / "重试放大了负载：对 {_node} 的每次调用平均尝试 {times} 次。";
    "Stopped after {events} events: the event ceiling. What is reported is what had happened by then." / "在 {events} 个事件后停止：已达到事件数上限。报告的是截至当时的情况。";
    "Stopped with {calls} calls in flight: the memory ceiling. More arrives than the system answers."
        / "在有 {calls} 个在途调用时停止：已达到内存上限。到达的请求多于系统能响应的请求。";
    "The run's own checks failed: this is an error of the engine, please report it." / "运行自身的检查未通过：这是引擎的错误，请报告。";
    "{share} of the requests were still on their way at the end; the latencies of the others make the system look faster than it is."
        / "结束时有 {share} 的请求仍在途；其余请求的延迟会让系统看起来比实际更快。";
    "The run is short for what it shows: its mean latency is known to within {share} only." / "就其展示的内容而言，这次运行太短：平均延迟只能精确到 ±{share}。";
    "Too few requests were measured to say how certain the mean latency is." / "测得的请求太少，无法判断平均延迟的确定程度。";
    "{_below} is lower below {value}, {_above} above it." / "低于 {value} 时 {_below} 更低，高于时 {_above} 更低。";
    "{_first} and {_second} do not cross in this range." / "{_first} 与 {_second} 在此范围内不相交。";
    "holds" / "成立";
    "violated at {_node}" / "在 {_node} 处不成立";
    "violated in requests: {count}" / "在 {count} 个请求中不成立";
    "littles law" / "利特尔法则";
    "Little’s law" / "利特尔法则";
    "flow balance" / "流量平衡";
    "attribution" / "时间归因";
    "Erlang's B formula gives {_node} refusals of {expected}; this run has {simulated}, {difference} less."
        / "{_node}：按 Erlang B 公式，拒绝率为 {expected}；本次运行为 {simulated}，低 {difference}。";
    "Erlang's B formula gives {_node} refusals of {expected}; this run has {simulated}, {difference} more."
        / "{_node}：按 Erlang B 公式，拒绝率为 {expected}；本次运行为 {simulated}，高 {difference}。";
    "Erlang's C formula gives {_node} a mean wait of {expected}; this run has {simulated}, {difference} less."
        / "{_node}：按 Erlang C 公式，平均等待为 {expected}；本次运行为 {simulated}，低 {difference}。";
    "Erlang's C formula gives {_node} a mean wait of {expected}; this run has {simulated}, {difference} more."
        / "{_node}：按 Erlang C 公式，平均等待为 {expected}；本次运行为 {simulated}，高 {difference}。";
    "Pollaczek and Khinchine's formula gives {_node} a mean wait of {expected}; this run has {simulated}, {difference} less."
        / "{_node}：按 Pollaczek–Khinchine 公式，平均等待为 {expected}；本次运行为 {simulated}，低 {difference}。";
    "Pollaczek and Khinchine's formula gives {_node} a mean wait of {expected}; this run has {simulated}, {difference} more."
        / "{_node}：按 Pollaczek–Khinchine 公式，平均等待为 {expected}；本次运行为 {simulated}，高 {difference}。";
    "Mean value analysis gives {_node} a throughput of {expected}; this run has {simulated}, {difference} less."
        / "{_node}：按平均值分析，吞吐量为 {expected}；本次运行为 {simulated}，低 {difference}。";
    "Mean value analysis gives {_node} a throughput of {expected}; this run has {simulated}, {difference} more."
        / "{_node}：按平均值分析，吞吐量为 {expected}；本次运行为 {simulated}，高 {difference}。";
    "The utilisation law" / "利用率定律";
    "Erlang's B formula" / "Erlang B 公式";
    "Erlang's C formula" / "Erlang C 公式";
    "Pollaczek and Khinchine's formula" / "Pollaczek–Khinchine 公式";
    "Mean value analysis" / "平均值分析";
    "This run does not come to its end: at {time} so much happens at once that time stands still, and it is stopped at {most} events. Let something take time, or run it as far as it goes."
        / "这次运行无法进行到结束：在 {time} 时同时发生的事情太多，时间停滞不前，会在 {most} 个事件时停止。请让某些环节耗费时间，或让它运行到停止为止。";
    "This run may not come to its end. It would take {events} events, if it went on as in its first {time}, and is stopped at {most} events: shorten it, lower the rate, or run it as far as it goes."
        / "这次运行可能无法进行到结束。如果一直像最初 {time} 那样进行，将需要 {events} 个事件，而它会在 {most} 个事件时停止：请缩短运行、降低速率，或让它运行到停止为止。";
    "This run may not come to its end. It would have {calls} calls under way at its end, if it went on as in its first {time}, and is stopped at {most} of them: shorten it, lower the rate, or run it as far as it goes."
        / "这次运行可能无法进行到结束。如果一直像最初 {time} 那样进行，结束时将有 {calls} 个在途调用，而它会在达到 {most} 个时停止：请缩短运行、降低速率，或让它运行到停止为止。";
    "this run offers {offered} requests, and it may handle {most} events: shorten it or lower the rate"
        / "这次运行应发出 {offered} 个请求，而最多可处理 {most} 个事件：请缩短运行或降低速率";
    "this run offers {offered} requests, and it may offer {most}: shorten it or lower the rate" / "这次运行应发出 {offered} 个请求，而最多可发出 {most} 个：请缩短运行或降低速率";
    "the scenario cannot be decoded; it was made by another version of the engine" / "无法解码该场景；它由另一版本的引擎生成";
    "nothing is done to a sweep while it runs" / "扫描运行期间不能对其进行操作";
    "a sweep is not changed while it runs; reset it" / "扫描运行期间不能更改；请重置";
    "takes effect at the next reset only" / "下次重置后才会生效";
    "there is no such preset" / "没有这个场景";
    "there is no link from `{_from}` to `{_to}`" / "没有从 `{_from}` 到 `{_to}` 的链路";
    "is not the path of a parameter" / "不是参数的路径";
    "write nodes.<node>.<key>, links.<from>.<to>.<key> or run.<key>" / "请写成 nodes.<node>.<key>、links.<from>.<to>.<key> 或 run.<key>";
    "there is no node `{_node}`" / "没有节点 `{_node}`";
    "there is no parameter `{_key}`" / "没有参数 `{_key}`";
    "does not take the value of this preset" / "不接受此场景的值";
    "takes a whole number, not {number}" / "只接受整数，不能是 {number}";
    "takes a number" / "只接受数字";
    "takes true or false" / "只接受 true 或 false";
    "takes one of {_names}" / "只接受以下之一：{_names}";
    "takes a distribution or its mean" / "只接受分布或其平均值";
    "takes a load shape, for instance `flat`" / "只接受负载形态，例如 `flat`";
    "`{_name}` is not one of the choices" / "`{_name}` 不在可选项中";
    "{value} is outside of its range from {min} to {max}" / "{value} 超出范围（{min} 到 {max}）";
    "there is no such fault" / "没有这种故障";
    "it happens at once and does not last" / "它瞬间发生，不会持续";
    "no node is in a zone `{_zone}`" / "没有节点位于可用区 `{_zone}`";
    "no node is in a region `{_region}`" / "没有节点位于地域 `{_region}`";
    "`{_fault}` hits a node, not a link" / "`{_fault}` 作用于节点，而不是链路";
    "aim it at `{_node}`" / "请将目标设为 `{_node}`";
    "did you mean `{_name}`?" / "是否想写 `{_name}`？";
    "valid names: {_names}" / "有效的名称：{_names}";
    "a command of another build; reload the page" / "命令来自另一个构建版本；请重新加载页面";
    "a sweep has no single requests to look at" / "扫描没有可查看的单个请求";
    "the engine has not got this run any more; run it again" / "引擎中已没有这次运行；请重新运行";
    "a speed is a number above 0" / "速度必须是大于 0 的数";
    "it belongs to another lab, `{_lab}`" / "它属于另一个实验 `{_lab}`";
    "there is no experiment `{_name}`" / "没有场景 `{_name}`";
    "there is no setting `{_path}`" / "没有参数 `{_path}`";
    "the setting “{_label}” does not take what the link gives it" / "参数“{_label}”不接受链接所给的值";
    "nothing is done to the runs of this experiment" / "此场景的运行期间不能进行操作";
    "the setting “{_label}” cannot change during a run" / "参数“{_label}”在运行期间不能更改";
    "something is done after the end of the run" / "有操作发生在运行结束之后";
    "there is no fault `{_name}`" / "没有故障 `{_name}`";
    "the fault “{_label}” has no `{_target}` to strike" / "故障“{_label}”没有可作用的目标 `{_target}`";
    "the fault “{_label}” does not take what the link gives it" / "故障“{_label}”不接受链接所给的值";
    "it does not begin with the number of its version" / "它没有以版本号开头";
    "it was made by a newer version of this site; reload the page to get that" / "它由本站的较新版本生成；请重新加载页面以获取该版本";
    "it is longer than any that this site makes" / "它比本站生成的任何链接都长";
    "it was cut off or changed on its way" / "它在传递途中被截断或改动";
    "what it holds makes no sense" / "其内容无法理解";
    "too much was done to fit into a link" / "操作太多，链接容纳不下";
    "too large for a link: {size} KB, at most {most} KB" / "太大，链接容纳不下：{size} KB，最多 {most} KB";
    "Too much was done to fit into a link" / "操作太多，链接容纳不下";
    "Too large for a link: {size} KB, at most {most} KB" / "太大，链接容纳不下：{size} KB，最多 {most} KB";
    "Latency" / "延迟";
    "{percentile} of the time from when a request was due to its answer." / "从请求应发出到得到响应的时间的 {percentile}。";
    "Offered" / "应发出";
    "Requests due a second." / "每秒应发出的请求。";
    "Completed" / "已完成";
    "Requests answered well a second." / "每秒成功响应的请求。";
    "Failed otherwise" / "因其他原因失败";
    "Requests a second that failed for any other cause." / "每秒因任何其他原因失败的请求。";
    "Requests a second that failed: {cause}." / "每秒失败的请求：{cause}。";
    "Throughput and errors" / "吞吐量与错误";
    "Requests" / "请求数";
    "Concurrency" / "并发";
    "At once" / "同时进行";
    "Backlog" / "积压";
    "Waiting" / "等待中";
    "Cold starts and refusals" / "冷启动与拒绝";
    "Refusals" / "拒绝";
    "Events" / "事件";
    "Cost" / "成本";
    "US dollars" / "美元";
    "Per hour" / "每小时";
    "What all nodes cost an hour at this pace." / "按此速度，所有节点每小时的成本。";
    "Per million requests" / "每百万请求";
    "What all nodes cost for a million completed requests at this pace." / "按此速度，所有节点每完成一百万个请求的成本。";
    "Simulated time" / "仿真时间";
    "What the formula of {law} gives, without a run." / "{law} 公式给出的结果，无需运行。";
    "theory: {law}" / "理论：{law}";
    "{_arm}, theory: {law}" / "{_arm}，理论：{law}";
    "Run" / "运行";
    "The zone {_name}" / "可用区 {_name}";
    "The region {_name}" / "地域 {_name}";
    "Requests that were due." / "应发出的请求数。";
    "Requests answered well." / "成功响应的请求。";
    "Goodput" / "有效吞吐量";
    "Requests answered well before the deadline." / "在截止时间之前成功响应的请求。";
    "Failed" / "失败";
    "Requests that failed for any cause." / "因任何原因失败的请求。";
    "Retries" / "重试次数";
    "Attempts beyond the first, on all links." / "所有链路上首次之外的尝试。";
    "Unfinished" / "未完成";
    "Requests still on their way at the end." / "结束时仍在途的请求。";
    "Offered load" / "应发出的负载";
    "Throughput" / "吞吐量";
    "Requests answered well before the deadline, a second." / "每秒在截止时间之前成功响应的请求。";
    "Error ratio" / "错误率";
    "Share of the answered requests that failed." / "得到响应的请求中失败的比例。";
    "Amplification" / "放大倍数";
    "Attempts for each call that was meant, over all links." / "所有链路上，每次原本要发起的调用平均产生的尝试次数。";
    "Cost of the run" / "运行成本";
    "What all nodes cost while measured." / "测量期间所有节点的成本。";
    "Cost an hour" / "每小时成本";
    "What all nodes cost, over time." / "所有节点的成本除以时间。";
    "Cost a million" / "每百万请求成本";
    "What all nodes cost, over the requests answered well." / "所有节点的成本除以成功响应的请求数。";
    "Latency mean" / "平均延迟";
    "Latency median" / "延迟中位数";
    "Latency p90" / "p90 延迟";
    "Latency p95" / "p95 延迟";
    "Latency p99" / "p99 延迟";
    "Latency p99.9" / "p99.9 延迟";
    "Latency maximum" / "最大延迟";
    "Latency half width of the mean's 95% interval" / "平均延迟的 95% 区间半宽";
    "From when a request was due to its answer, of the requests answered well." / "从请求应发出到得到响应的时间，针对成功响应的请求。";
    "Timed out" / "超时";
    "Queue full" / "队列已满";
    "Rate limited" / "被限速";
    "Throttled" / "被限流";
    "Lost in the network" / "在网络中丢失";
    "Node down" / "节点宕机";
    "Connection refused" / "连接被拒绝";
    "Dependency failed" / "依赖失败";
    "Breaker open" / "熔断器打开";
    "Deadline exceeded" / "超过截止时间";
    "Shed" / "主动丢弃";
    "timed out" / "超时";
    "queue full" / "队列已满";
    "rate limited" / "被限速";
    "throttled" / "被限流";
    "lost in the network" / "在网络中丢失";
    "node down" / "节点宕机";
    "connection refused" / "连接被拒绝";
    "dependency failed" / "依赖失败";
    "breaker open" / "熔断器打开";
    "deadline exceeded" / "超过截止时间";
    "shed" / "主动丢弃";
    "timeout" / "超时";
    "lost in network" / "在网络中丢失";
    "network" / "网络";
    "queue" / "排队";
    "service" / "处理";
    "cold start" / "冷启动";
    "retry wait" / "重试等待";
    "lock" / "锁";
    "Earlier attempts" / "之前的尝试";
    "What attempts before this one took, with the waits between them." / "本次尝试之前的各次尝试所用的时间，包括其间的等待。";
    "earlier attempts" / "之前的尝试";
    "Network" / "网络";
    "On the way there and back." / "在往返途中。";
    "Queue" / "队列";
    "Waiting for its turn: for a connection, a worker, a thread." / "等待轮到自己：等待连接、工作节点或线程。";
    "Cold start" / "冷启动";
    "Waiting for an environment to be made ready." / "等待执行环境准备就绪。";
    "Lock" / "锁";
    "Waiting for what another request holds." / "等待另一个请求持有的资源。";
    "Work" / "处理";
    "work" / "处理";
    "Being worked on." / "正在处理。";
    "The request has no spans." / "该请求没有 span。";
    "It took {took}, {spent} of them in the network to {_node}." / "用时 {took}，其中 {spent} 花在前往 {_node} 的网络上。";
    "It took {took}, {spent} of them in the queue of {_node}." / "用时 {took}，其中 {spent} 花在 {_node} 的队列中。";
    "It took {took}, {spent} of them in a cold start of {_node}." / "用时 {took}，其中 {spent} 花在 {_node} 的冷启动上。";
    "It took {took}, {spent} of them waiting for a lock of {_node}." / "用时 {took}，其中 {spent} 花在等待 {_node} 的锁上。";
    "It took {took}, {spent} of them in the work of {_node}." / "用时 {took}，其中 {spent} 花在 {_node} 的处理上。";
    "It took {took}." / "用时 {took}。";
    "It failed {when}: {of} failed{tries} ({why}).{went}" / "请求{when}失败。失败之处：{of}{tries}（{why}）。{went}";
    "It failed {when}: {of} failed ({why}).{went}" / "请求{when}失败。失败之处：{of}（{why}）。{went}";
    "It failed {when}: {of} failed{tries} ({why})." / "请求{when}失败。失败之处：{of}{tries}（{why}）。";
    "It failed {when}: {of} failed ({why})." / "请求{when}失败。失败之处：{of}（{why}）。";
    " {spent} went in the network to {_node}." / "前往 {_node} 的网络耗时 {spent}。";
    " {spent} went in the queue of {_node}." / "在 {_node} 的队列中耗时 {spent}。";
    " {spent} went in a cold start of {_node}." / "{_node} 的冷启动耗时 {spent}。";
    " {spent} went waiting for a lock of {_node}." / "等待 {_node} 的锁耗时 {spent}。";
    " {spent} went in the work of {_node}." / "{_node} 的处理耗时 {spent}。";
    "at once" / "立即";
    "after {took}" / "在 {took} 后";
    "the call from {_caller} to {_node}" / "从 {_caller} 到 {_node} 的调用";
    " twice" / "，两次";
    " {count} times" / "，{count} 次";
    "timed out: {times}, {more}" / "超时：{times}，{more}";
    "queue full: {times}, {more}" / "队列已满：{times}，{more}";
    "rate limited: {times}, {more}" / "被限速：{times}，{more}";
    "throttled: {times}, {more}" / "被限流：{times}，{more}";
    "lost in the network: {times}, {more}" / "在网络中丢失：{times}，{more}";
    "node down: {times}, {more}" / "节点宕机：{times}，{more}";
    "connection refused: {times}, {more}" / "连接被拒绝：{times}，{more}";
    "dependency failed: {times}, {more}" / "依赖失败：{times}，{more}";
    "breaker open: {times}, {more}" / "熔断器打开：{times}，{more}";
    "deadline exceeded: {times}, {more}" / "超过截止时间：{times}，{more}";
    "shed: {times}, {more}" / "主动丢弃：{times}，{more}";
    "timed out: {times}" / "超时：{times}";
    "queue full: {times}" / "队列已满：{times}";
    "rate limited: {times}" / "被限速：{times}";
    "throttled: {times}" / "被限流：{times}";
    "lost in the network: {times}" / "在网络中丢失：{times}";
    "node down: {times}" / "节点宕机：{times}";
    "connection refused: {times}" / "连接被拒绝：{times}";
    "dependency failed: {times}" / "依赖失败：{times}";
    "breaker open: {times}" / "熔断器打开：{times}";
    "deadline exceeded: {times}" / "超过截止时间：{times}";
    "shed: {times}" / "主动丢弃：{times}";
    "yes" / "是";
    "no" / "否";

    // What is typed into a field.
    "`{_text}` has no number at its start; write {example}" / "`{_text}` 开头没有数字；写法：{example}";
    "`{_text}` has no unit; write {example}" / "`{_text}` 没有单位；写法：{example}";
    "`{_unit}` is not a unit of a count; write {example} ({help})" / "`{_unit}` 不是数量的单位；写法：{example}（{help}）";
    "`{_unit}` is not a unit of a count; write {example}" / "`{_unit}` 不是数量的单位；写法：{example}";
    "`{_unit}` is not a unit of a ratio; write {example} ({help})" / "`{_unit}` 不是比例的单位；写法：{example}（{help}）";
    "`{_unit}` is not a unit of a ratio; write {example}" / "`{_unit}` 不是比例的单位；写法：{example}";
    "`{_unit}` is not a unit of time; write {example} ({help})" / "`{_unit}` 不是时间的单位；写法：{example}（{help}）";
    "`{_unit}` is not a unit of time; write {example}" / "`{_unit}` 不是时间的单位；写法：{example}";
    "`{_unit}` is not a unit of a rate; write {example} ({help})" / "`{_unit}` 不是速率的单位；写法：{example}（{help}）";
    "`{_unit}` is not a unit of a rate; write {example}" / "`{_unit}` 不是速率的单位；写法：{example}";
    "`{_unit}` is not a unit of size; write {example} ({help})" / "`{_unit}` 不是大小的单位；写法：{example}（{help}）";
    "`{_unit}` is not a unit of size; write {example}" / "`{_unit}` 不是大小的单位；写法：{example}";
    "`{_unit}` is not a unit of money an hour; write {example} ({help})" / "`{_unit}` 不是每小时金额的单位；写法：{example}（{help}）";
    "`{_unit}` is not a unit of money an hour; write {example}" / "`{_unit}` 不是每小时金额的单位；写法：{example}";
    "`{_unit}` is not a unit of money; write {example} ({help})" / "`{_unit}` 不是金额的单位；写法：{example}（{help}）";
    "`{_unit}` is not a unit of money; write {example}" / "`{_unit}` 不是金额的单位；写法：{example}";
    "`{_text}` is not a finite number" / "`{_text}` 不是有限的数";
    "for instance 16 or 10k" / "例如 16 或 10k";
    "for instance 0.05 or 5%" / "例如 0.05 或 5%";
    "for instance 250ms, 30s or 10min" / "例如 250ms、30s 或 10min";
    "for instance 250ms or 2s" / "例如 250ms 或 2s";
    "for instance 100/s, 10k/s or 30/min" / "例如 100/s、10k/s 或 30/min";
    "for instance 512MiB or 4KB" / "例如 512MiB 或 4KB";
    "for instance $0.20" / "例如 $0.20";
    "for instance $0.04/h" / "例如 $0.04/h";
}
