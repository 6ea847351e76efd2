//! Of components, connections and runs: names and sentences of their settings and metrics, and what a model leaves out; what several of them say, where
//! it is said first.

crate::words::engine::pairs! {
    // client
    "Client" / "客户端";
    "Sends requests: so many a second whatever comes of them, or each user the next one after the last was answered."
        / "发送请求：要么不论结果如何，每秒发出固定数量的请求；要么每个用户在上一个请求得到响应后再发出下一个。";
    "Request rate" / "请求速率";
    "Requests offered a second, times what the load shape says." / "每秒应发出的请求数，再乘以负载形态给出的倍数。";
    "Arrivals" / "到达过程";
    "Poisson: many users who know nothing of each other. Even: a load generator's beat. Closed: users who wait for their answer."
        / "泊松：大量互不相关的用户。均匀：压测工具的固定节拍。闭环：用户等待响应。";
    "Poisson" / "泊松";
    "Evenly spaced" / "均匀间隔";
    "Closed loop" / "闭环";
    "Load shape" / "负载形态";
    "How the rate changes over the run, as a multiple of it." / "速率在运行期间如何变化，以该速率的倍数表示。";
    "Users" / "用户数";
    "Of a closed loop: how many take turns." / "用于闭环：有多少用户依次发出请求并等待响应。";
    "Think time" / "思考时间";
    "Of a closed loop: from an answer to the user's next request." / "用于闭环：从收到响应到该用户发出下一个请求的时间。";
    "Keys" / "键数量";
    "How many different things requests are about: what caches hold and what partitions divide." / "请求涉及多少个不同的对象：即缓存所存放、分区所划分的内容。";
    "Popularity of keys" / "键的热度分布";
    "Zipf: a few are asked for often and most hardly ever, as on the web. Uniform: all alike. Hot set: a share of the requests is about a few."
        / "Zipf：少数键被频繁请求，大多数键几乎不被请求，与 Web 上的情形一致。均匀：所有键热度相同。热点集：一部分请求集中在少数键上。";
    "Zipf" / "Zipf";
    "Uniform" / "均匀";
    "Hot set" / "热点集";
    "Zipf exponent" / "Zipf 指数";
    "How much more popular the popular are: requests for the nth key go with 1 over n to this power. 0.64 to 0.83 in web traces (Breslau et al., INFOCOM 1999); 0.99 in YCSB."
        / "热门键比其他键热门多少：对第 n 个键的请求量与 n 的该次幂成反比。Web 访问记录中为 0.64 到 0.83（Breslau et al., INFOCOM 1999）；YCSB 中为 0.99。";
    "Hot keys" / "热点键数量";
    "Of a hot set: how many keys it has." / "用于热点集：其中包含多少个键。";
    "Hot share" / "热点占比";
    "Of a hot set: share of the requests that are about its keys." / "用于热点集：涉及热点键的请求所占的比例。";
    "Requests sent" / "已发送请求数";
    "Requests that were due." / "应发出的请求数。";
    "In flight" / "在途";
    "Requests sent and not yet answered." / "已发送但尚未得到响应的请求数。";
    "Connections and their set-up: a request leaves at once." / "连接及其建立过程：请求会立即发出。";
    "Users who go away when they are kept waiting; a timeout on the link stands for them." / "等待过久而离开的用户；由链路上的超时来代表。";

    // dns
    "DNS" / "DNS";
    "Leads requests to one of several places by name, as each resolver remembers it: change takes its time."
        / "按名称将请求引导到多个目标之一，以各解析器所记住的结果为准：变更需要一段时间才能生效。";
    "Routing policy" / "路由策略";
    "Which record is the answer. Simple: all of them, and each request takes one by chance, well or not. Weighted: by the shares of the links. Latency: of the request's own region, else the link of least latency. Geo: of the request's own region, else the first. Failover: the first that is well."
        / "以哪条记录作为响应。简单：返回全部记录，每个请求随机取一条，不论是否健康。加权：按链路的占比。延迟：取请求所在地域的记录，没有则取延迟最低的链路。地理位置：取请求所在地域的记录，没有则取第一条。故障转移：取第一条健康的记录。";
    "Simple" / "简单";
    "Weighted" / "加权";
    "Latency" / "延迟";
    "Geolocation" / "地理位置";
    "Failover" / "故障转移";
    "Time to live" / "存活时间";
    "How long an answer may be kept. AWS recommends 60 s or less for records with health checks." / "解析结果可以缓存多长时间。对于带健康检查的记录，AWS 建议不超过 60 s。";
    "Resolvers" / "解析器数量";
    "Resolvers with a cache of their own that requests of one region come by; the more, the more often one has to ask."
        / "同一地域的请求所经过的、各自带有缓存的解析器数量；数量越多，就越经常需要发起查询。";
    "Lookup time" / "查询时间";
    "Until a resolver that does not know has asked." / "解析器在没有缓存结果时完成查询所需的时间。";
    "Lookup timeout" / "查询超时";
    "How long a request waits for a name that does not resolve. 5 s is the default of Linux's resolver (resolv.conf(5))."
        / "名称无法解析时请求等待多长时间。5 s 是 Linux 解析器的默认值（resolv.conf(5)）。";
    "Way to another region" / "跨地域时间";
    "Added for a request that is sent to another region than its own, there and back." / "请求被发往其所在地域以外的地域时增加的往返时间。";
    "Price of a lookup" / "查询价格";
    "Default: Amazon Route 53, standard queries: $0.40 a million (aws.amazon.com/route53/pricing)."
        / "默认值：Amazon Route 53 标准查询，每百万次 $0.40（aws.amazon.com/route53/pricing）。";
    "Price of a health check" / "健康检查价格";
    "Of each record. Default: Amazon Route 53, endpoints inside AWS: $0.50 a month, after the first 50."
        / "按每条记录计。默认值：Amazon Route 53，AWS 内部的端点，前 50 个之后每月 $0.50。";
    "Health checks" / "健康检查";
    "Whether it asks at intervals who is there, and leaves out who is not." / "是否定期探测哪些目标可用，并排除不可用的目标。";
    "Check interval" / "检查间隔";
    "From one health check of each record to the next. Route 53 offers 30 s and 10 s." / "每条记录从一次健康检查到下一次的时间。Route 53 提供 30 s 和 10 s 两种间隔。";
    "Check timeout" / "检查超时";
    "How long a check waits. Route 53 gives a place 4 s to take the connection, and 2 s more to answer (docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html)."
        / "一次检查等待多长时间。Route 53 给目标 4 s 接受连接，再给 2 s 作出响应（docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html）。";
    "Unhealthy after" / "不健康阈值";
    "Failed checks in a row after which a record is no answer any more. Route 53's default: 3." / "连续失败多少次检查后，记录不再用作响应。Route 53 的默认值：3。";
    "Healthy after" / "健康阈值";
    "Good checks in a row after which it is one again. Route 53's default: 3." / "连续成功多少次检查后，记录重新用作响应。Route 53 的默认值：3。";
    "Requests" / "请求数";
    "Requests that needed the name." / "需要解析该名称的请求数。";
    "Lookups" / "查询数";
    "Times that a resolver had to ask." / "解析器需要发起查询的次数。";
    "Unresolved" / "未解析";
    "Requests that got no answer in time." / "未能及时得到响应的请求数。";
    "Sent to the sick" / "发往异常目标";
    "Requests sent to a place that was known not to be well, by an answer kept from before." / "因沿用先前缓存的解析结果，而被发往已知不健康目标的请求数。";
    "Taken out" / "移出次数";
    "Times that health checks took a record out." / "健康检查将记录移出的次数。";
    "Healthy records" / "健康记录数";
    "Records that health checks find well." / "健康检查判定为健康的记录数。";
    "Lookup share" / "查询占比";
    "Share of the requests that had to wait for a lookup." / "需要等待查询的请求所占的比例。";
    "Requests on their way." / "正在途中的请求数。";
    "Cost" / "成本";
    "What lookups and health checks cost." / "查询和健康检查的成本。";
    "Resolvers and clients that keep an answer longer than they may." / "解析器和客户端缓存解析结果超过允许时长的情况。";
    "Answers that say there is no such name, and tries at a second name server." / "表示名称不存在的响应，以及改向第二台名称服务器查询的尝试。";
    "Where a place is: regions are near or not." / "目标的具体位置：地域之间只区分近与不近。";

    // cdn
    "CDN" / "CDN";
    "Points of presence near the clients that keep copies of what the origin answers, and ask it for what they do not have."
        / "靠近客户端的 PoP 节点，保存源站响应的副本，没有副本时向源站请求。";
    "Points of presence" / "PoP 节点数";
    "In each region that requests come from; each has a cache of its own, and a request meets one of them."
        / "每个产生请求的地域中的 PoP 节点数；每个节点有各自的缓存，一个请求只到达其中一个。";
    "Capacity" / "容量";
    "Bytes that each point of presence holds; the least recently used go first." / "每个 PoP 节点可存放的字节数；最近最少使用的内容最先被淘汰。";
    "How long a copy is good. 24 hours is CloudFront's default where the origin says nothing." / "副本的有效时间。源站未指定时，CloudFront 的默认值为 24 小时。";
    "Origin shield" / "源站护盾";
    "One more cache that all points of presence ask before the origin." / "所有 PoP 节点在访问源站之前先访问的又一层缓存。";
    "Capacity of the shield" / "护盾容量";
    "Bytes that the origin shield holds." / "源站护盾可存放的字节数。";
    "Request collapsing" / "请求合并";
    "Whether requests for what is being fetched wait for it; else each asks the origin." / "请求的内容正在获取时，后续请求是否等待其结果；否则每个请求各自访问源站。";
    "Hit time" / "命中时间";
    "Of an answer from a point of presence." / "由 PoP 节点直接响应所需的时间。";
    "Shield time" / "护盾时间";
    "From a point of presence to the shield and back." / "从 PoP 节点到护盾的往返时间。";
    "Price of a gigabyte" / "每 GB 价格";
    "Sent to clients. Default: Amazon CloudFront, North America and Europe, first 10 TB a month, 2026: $0.085 (aws.amazon.com/cloudfront/pricing)."
        / "发送给客户端的流量。默认值：Amazon CloudFront，北美和欧洲，每月前 10 TB，2026 年：$0.085（aws.amazon.com/cloudfront/pricing）。";
    "Price of a request" / "请求价格";
    "Default: Amazon CloudFront, HTTPS, North America, 2026: $0.0100 for 10,000." / "默认值：Amazon CloudFront，HTTPS，北美，2026 年：每 10,000 个请求 $0.0100。";
    "Calls that arrived." / "到达的调用数。";
    "Hits" / "命中数";
    "Answered by the copy of a point of presence." / "由 PoP 节点的副本响应的次数。";
    "Misses" / "未命中数";
    "Reads that their point of presence had no good copy for." / "所到达的 PoP 节点没有有效副本的读取次数。";
    "Shield hits" / "护盾命中数";
    "Misses that the origin shield had a copy for." / "源站护盾有副本的未命中次数。";
    "Collapsed" / "已合并";
    "Misses that waited for the answer to another." / "等待另一个未命中请求的响应的未命中次数。";
    "Expired" / "已过期";
    "Misses whose copy was there and too old." / "副本存在但已过期的未命中次数。";
    "Evicted" / "已淘汰";
    "Copies that made room for others." / "为其他副本腾出空间而被淘汰的副本数。";
    "Origin fetches" / "回源次数";
    "Calls that went on to the origin, writes included." / "继续发往源站的调用数，包括写入。";
    "Waiting" / "等待中";
    "Requests that wait for the answer to another." / "等待另一个请求的响应的请求数。";
    "Hit ratio" / "命中率";
    "Share of the reads that a point of presence answered by itself." / "由 PoP 节点自行响应的读取所占的比例。";
    "Origin offload" / "源站卸载率";
    "Share of the calls that did not reach the origin." / "未到达源站的调用所占的比例。";
    "Egress" / "出站流量";
    "Bytes sent to clients." / "发送给客户端的字节数。";
    "Stored" / "已存储";
    "Bytes held by all caches at the end." / "结束时所有缓存中存放的字节数。";
    "Requests inside, those that wait for the origin included." / "内部的请求数，包括等待源站的请求。";
    "What requests and bytes cost." / "请求和流量的成本。";
    "Asking the origin whether an old copy is still good: it is fetched anew." / "向源站验证旧副本是否仍然有效：旧副本一律重新获取。";
    "Parts of objects, and compression." / "对象的部分内容，以及压缩。";
    "Prices by region, and what a shield costs." / "各地域的价格，以及护盾的费用。";
    "More than four million objects in one cache: the least recently used go, as if it were full." / "单个缓存中超过四百万个对象：视同缓存已满，最近最少使用的对象会被淘汰。";

    // api-gateway
    "API gateway" / "API 网关";
    "A managed front door that checks who calls, limits how often, and waits only so long for what stands behind it."
        / "托管的统一入口，检查调用方身份、限制调用频率，并且只在限定时间内等待后端。";
    "Overhead" / "开销";
    "Routing and translation of a request." / "请求的路由和转换。";
    "Token check" / "令牌检查";
    "Local: a signed token is checked here. Introspection: whoever issued the token is asked, for those that are not in the token cache; a link to that service goes with a route step when = \"miss\"."
        / "本地：在此处检查已签名的令牌。内省：对于不在令牌缓存中的令牌，向其签发方查询；通往该服务的链路需搭配路由步骤 when = \"miss\"。";
    "Local" / "本地";
    "Introspection" / "内省";
    "Authentication" / "身份验证";
    "Checking a token: next to nothing for a signed one checked here; of introspection, a question that is not a call of the route."
        / "检查令牌的时间：在此处检查已签名的令牌几乎不耗时；用内省时，是一次不属于路由调用的查询。";
    "Token cache hit ratio" / "令牌缓存命中率";
    "Of introspection: share of the requests whose token was checked not long ago. REST APIs of Amazon API Gateway keep an authorizer's answer for 300 s by default."
        / "用于内省：令牌在不久前检查过的请求所占的比例。Amazon API Gateway 的 REST API 默认将授权方的响应保留 300 s。";
    "Integration timeout" / "集成超时";
    "How long it waits for what it calls. 29 s is the default of Amazon API Gateway's REST APIs; its HTTP APIs wait 30 s."
        / "等待所调用对象的时间。29 s 是 Amazon API Gateway 的 REST API 的默认值；其 HTTP API 等待 30 s。";
    "Rate limit" / "速率上限";
    "Requests a second let through. 10,000 is Amazon API Gateway's account quota in a region." / "每秒放行的请求数。10,000 是 Amazon API Gateway 在一个地域内的账户配额。";
    "Burst" / "突发容量";
    "Tokens the bucket holds. 5,000 is Amazon API Gateway's quota." / "桶可容纳的令牌数。5,000 是 Amazon API Gateway 的配额。";
    "Rate of a tenant" / "租户速率";
    "Requests a second of each tenant (a class says whose it is), as of a usage plan; 0: no limit of its own."
        / "每个租户每秒的请求数（所属租户由请求类别指定），相当于使用计划；0：没有单独的上限。";
    "Burst of a tenant" / "租户突发容量";
    "Tokens that a tenant's bucket holds." / "租户的桶可容纳的令牌数。";
    "Default: Amazon API Gateway, HTTP API, us-east-1, November 2026: $1.00 a million (aws.amazon.com/api-gateway/pricing)."
        / "默认值：Amazon API Gateway，HTTP API，us-east-1，2026 年 11 月：每百万次 $1.00（aws.amazon.com/api-gateway/pricing）。";
    "Rate limited" / "被限速";
    "Calls refused by the token bucket (HTTP 429)." / "被令牌桶拒绝的调用数（HTTP 429）。";
    "Over quota" / "超出配额";
    "Calls refused because their tenant was over its own rate (HTTP 429)." / "因租户超出自身速率而被拒绝的调用数（HTTP 429）。";
    "Introspections" / "内省次数";
    "Tokens that were not in the cache." / "不在缓存中的令牌数。";
    "Requests inside, those waiting for what stands behind included." / "内部的请求数，包括等待后端的请求。";
    "What the requests cost." / "请求的成本。";
    "Response caching and request validation." / "响应缓存和请求校验。";
    "Tokens one by one: a request misses the token cache by chance." / "逐个令牌的建模：请求是否未命中令牌缓存是随机的。";
    "Its own capacity: the service has no slots to run out of." / "自身的容量：该服务没有会耗尽的槽位。";

    // rate-limiter
    "Rate limiter" / "限流器";
    "Lets so many requests through in a time, or at once, and turns the others away before they cost anything."
        / "限制一段时间内或同时放行的请求数，其余请求在产生任何开销之前即被拒绝。";
    "Algorithm" / "算法";
    "Buckets and windows bound requests in a time. AIMD and gradient bound requests at once, by the failures and the latency of those before (Netflix concurrency-limits)."
        / "桶和窗口限制一段时间内的请求数。AIMD 和梯度根据此前请求的失败和延迟，限制同时处理的请求数（Netflix concurrency-limits）。";
    "Token bucket" / "令牌桶";
    "Leaky bucket" / "漏桶";
    "Fixed window" / "固定窗口";
    "Sliding log" / "滑动日志";
    "Sliding window counter" / "滑动窗口计数器";
    "Adaptive: AIMD" / "自适应：AIMD";
    "Adaptive: gradient" / "自适应：梯度";
    "Limit for each" / "限制对象";
    "Whose requests are counted together: everybody's, each tenant's, each key's. Adaptive limits are for all."
        / "哪些请求合并计数：所有请求、每个租户的请求，或每个键的请求。自适应限制针对所有请求。";
    "All" / "全部";
    "Tenant" / "租户";
    "Key" / "键";
    "Limit" / "上限";
    "Requests let through in a window; of buckets, the rate is the limit over the window." / "一个窗口内放行的请求数；对于桶算法，速率等于该上限除以窗口。";
    "Window" / "窗口";
    "In what time the limit holds." / "该上限适用的时间长度。";
    "Of a token bucket: tokens it holds. Of a leaky bucket: requests that wait for their turn." / "令牌桶：桶中可容纳的令牌数。漏桶：可排队等待轮到自己的请求数。";
    "Initial limit" / "初始上限";
    "Adaptive: requests at once to begin with. 20 is the default of Netflix's library." / "自适应：开始时的并发请求数。20 是 Netflix 库的默认值。";
    "Least limit" / "最小上限";
    "Adaptive: never fewer at once. The library's default: 20." / "自适应：并发请求数不会低于该值。该库的默认值：20。";
    "Greatest limit" / "最大上限";
    "Adaptive: never more at once. The library's default: 200." / "自适应：并发请求数不会高于该值。该库的默认值：200。";
    "Latency limit" / "延迟上限";
    "AIMD: a slower answer counts as a failure. The library's default: 5 s." / "AIMD：比这更慢的响应视为失败。该库的默认值：5 s。";
    "Back-off" / "退避系数";
    "AIMD: what the limit is times after a failure. The library's default: 0.9." / "AIMD：失败后上限所乘的系数。该库的默认值：0.9。";
    "Tolerance" / "容忍度";
    "Gradient: how many times the long mean a latency may be before the limit falls. The library's default: 1.5."
        / "梯度：延迟达到长期平均值的多少倍以内，上限不会下降。该库的默认值：1.5。";
    "Queue allowed" / "允许的队列";
    "Gradient: how much the limit may grow while latency is low. The library's default: 4." / "梯度：延迟较低时上限可增长的量。该库的默认值：4。";
    "Check time" / "检查时间";
    "Looking up a count: some 0.5 ms (assumed) when it is kept in a store beside, nothing in memory."
        / "查询计数的时间：计数保存在邻近的独立存储中时约 0.5 ms（假定值），保存在内存中时为零。";
    "Let through" / "放行";
    "Calls let through, at once or after their wait." / "被放行的调用数，包括立即放行和等待后放行的。";
    "Limited" / "被限速";
    "Calls turned away (HTTP 429)." / "被拒绝的调用数（HTTP 429）。";
    "Under way" / "进行中";
    "Calls let through and not answered." / "已放行但尚未得到响应的调用数。";
    "Limited share" / "被限速占比";
    "Share of the calls that were turned away." / "被拒绝的调用所占的比例。";
    "Concurrency limit" / "并发上限";
    "Adaptive: requests at once that it allows, at the end." / "自适应：结束时所允许的并发请求数。";
    "Requests inside, those that wait for what stands behind included." / "内部的请求数，包括等待后端组件处理的请求。";
    "Counts that several limiters share and see late." / "多个限流器共享计数、且看到的计数有滞后的情况。";
    "More than 65,536 tenants or keys at once: who came longest ago is forgotten and begins anew." / "同时超过 65,536 个租户或键的情况：最久未出现的会被遗忘，再次出现时重新计数。";
    "Headers that tell the client when to come back." / "告知客户端何时重试的响应头。";

    // load-balancer
    "Load balancer" / "负载均衡器";
    "Sends each request to one of the instances at the ends of its links, and leaves out those that are not well." / "将每个请求发送到其链路末端的某个实例，并跳过不健康的实例。";
    "Which target a request goes to. Two choices: the less busy of two drawn at random. Peak EWMA: of two the one whose latency, mindful of peaks, times requests under way is lower (Finagle, Linkerd). Consistent hash: by the key of the request."
        / "请求发往哪个目标。二选一：随机抽取两个目标，选较空闲的一个。峰值 EWMA：随机抽取两个目标，选延迟（计入峰值）与进行中请求数之积较低的一个（Finagle、Linkerd）。一致性哈希：按请求的键选择。";
    "Round robin" / "轮询";
    "Weighted round robin" / "加权轮询";
    "Random" / "随机";
    "Least connections" / "最少连接";
    "Power of two choices" / "二选一（Power of two choices）";
    "Peak EWMA" / "峰值 EWMA";
    "Consistent hash" / "一致性哈希";
    "Weights" / "权重";
    "Of weighted round robin. Links: by the share of each link, spread over the instances at its end. Instances: each instance has the share of its link."
        / "用于加权轮询。按链路：按每条链路的份额，由其末端的实例分摊。按实例：每个实例都具有其链路的份额。";
    "By link" / "按链路";
    "By instance" / "按实例";
    "Balance factor" / "均衡系数";
    "Of consistent hash: no target has more than so many times the average of requests under way, the next on the ring takes them (Mirrokni, Thorup, Zadimoghaddam, SODA 2018; HAProxy calls 1.25 to 2 reasonable); 0: no bound."
        / "用于一致性哈希：任何目标的进行中请求数都不超过平均值的这个倍数，超出的由环上的下一个目标承接（Mirrokni, Thorup, Zadimoghaddam, SODA 2018；HAProxy 认为 1.25 到 2 较为合理）；0：不设上限。";
    "Decay of latencies" / "延迟值衰减时间";
    "Of peak EWMA: how long a latency is remembered. Finagle's default: 10 s." / "用于峰值 EWMA：一次延迟被记住的时长。Finagle 的默认值：10 s。";
    "Sticky sessions" / "粘性会话";
    "Whether requests about the same key go to the same target as long as it is there." / "同一个键的请求是否始终发往同一个目标，只要该目标还在。";
    "Sticky for" / "粘性时长";
    "How long after its last request a key is remembered. AWS's default: one day." / "键在最后一次请求之后被记住的时长。AWS 的默认值：1 天。";
    "Slow start" / "慢启动";
    "How long a target that is new or comes back takes to get its full share, from a tenth of it up (Envoy); AWS allows 30 s to 900 s. 0: at once."
        / "新加入或恢复的目标从十分之一份额开始，达到全部份额所需的时间（Envoy）；AWS 允许 30 s 到 900 s。0：立即达到。";
    "From one health check of all targets to the next. 30 s is AWS's default for an Application Load Balancer (docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html)."
        / "对所有目标的两次健康检查之间的间隔。30 s 是 AWS Application Load Balancer 的默认值（docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html）。";
    "How long it waits for a target to answer a check. AWS's default: 5 s." / "等待目标响应一次检查的时长。AWS 的默认值：5 s。";
    "Failed checks in a row after which a target gets no more requests. AWS's default: 2." / "连续多少次检查失败后，目标不再接收请求。AWS 的默认值：2。";
    "Good checks in a row after which it gets requests again. AWS's default: 5." / "连续多少次检查成功后，目标重新接收请求。AWS 的默认值：5。";
    "Outlier ejection" / "异常点摘除";
    "Whether a target whose answers are failures is left out for a while, without asking it (Envoy's outlier detection)."
        / "响应为失败的目标是否会被暂时摘除，而无需主动探测（Envoy 的异常点检测）。";
    "Off" / "关闭";
    "Failures in a row" / "连续失败";
    "Success rate below the others'" / "成功率低于其他目标";
    "Both" / "两者";
    "After so many a target is ejected. Envoy's default: 5." / "连续失败这么多次后目标被摘除。Envoy 的默认值：5。";
    "Outlier interval" / "异常点检测间隔";
    "How often success rates are compared and ejected targets let back. Envoy's default: 10 s." / "比较成功率以及恢复被摘除目标的间隔。Envoy 的默认值：10 s。";
    "Ejection time" / "摘除时长";
    "How long a target is ejected, times how often it was. Envoy's default: 30 s, and 300 s at most."
        / "目标被摘除的基础时长，实际时长为该值乘以它被摘除的次数。Envoy 的默认值：30 s，最长 300 s。";
    "Most ejected" / "最大摘除比例";
    "Share of the targets that may be ejected at once; one always may, as Envoy has it with always_eject_one_host. Envoy's default: 10%."
        / "可同时被摘除的目标所占的比例；始终允许摘除一个，如同 Envoy 启用 always_eject_one_host 时的行为。Envoy 的默认值：10%。";
    "Reading and passing on a request." / "读取并转发一个请求的时间。";
    "Requests a connection" / "每连接请求数";
    "How many requests come over one connection of a client: new connections are part of the bill." / "客户端的一个连接承载多少个请求：新建连接会计入账单。";
    "Price of an hour" / "每小时价格";
    "Default: AWS Application Load Balancer, us-east-1, November 2026 (aws.amazon.com/elasticloadbalancing/pricing)."
        / "默认值：AWS Application Load Balancer，us-east-1，2026 年 11 月（aws.amazon.com/elasticloadbalancing/pricing）。";
    "Price of a capacity unit" / "每容量单位价格";
    "An hour of 25 new connections a second, or of 1 GB, whichever a request takes more of. Default: AWS, us-east-1, November 2026."
        / "一小时内每秒 25 个新建连接，或 1 GB 流量，以请求占用较多的一项为准。默认值：AWS，us-east-1，2026 年 11 月。";
    "No target" / "无目标";
    "Calls refused because there was no instance at all." / "因没有任何实例而被拒绝的调用数。";
    "Times that health checks took a target out." / "健康检查将目标移出的次数。";
    "Ejections" / "摘除次数";
    "Times that a target was ejected for its failures." / "目标因失败而被摘除的次数。";
    "Moved keys" / "迁移的键";
    "Sticky or consistent hash: requests that went to another target than the last about the same key." / "粘性会话或一致性哈希：同一个键的请求与上一次发往不同目标的次数。";
    "Available targets" / "可用目标";
    "Targets that get requests." / "接收请求的目标数。";
    "Imbalance" / "不均衡度";
    "Requests of the target that got most, times the average." / "收到请求最多的目标，其请求数是平均值的多少倍。";
    "Most at one target" / "单目标最大值";
    "Requests under way at one target at once, at most." / "单个目标同时进行中的请求数的最大值。";
    "Requests inside, those that wait for a target's answer included." / "内部的请求数，包括等待目标响应的请求。";
    "What its hours and capacity units cost." / "其使用时长与容量单位的成本。";
    "Its own capacity: a managed balancer grows with its load." / "其自身的容量：托管的负载均衡器会随负载扩展。";
    "What checks cost a target, and checks that fail because it is busy." / "检查给目标带来的开销，以及因目标繁忙而失败的检查。";
    "Retries of a link go to the instance chosen first; a caller's own are balanced anew." / "链路的重试发往最初选定的实例；调用方自己的重试会重新进行负载均衡。";
    "Active connections and rule evaluations in the bill." / "账单中的活跃连接数与规则评估数。";

    // service
    "Service" / "服务";
    "Replicas of a program, each serving a number of requests at once, behind one shared queue or a queue each."
        / "一个程序的多个副本，每个副本可同时处理若干请求，共用一个队列或各有一个队列。";
    "Replicas" / "副本数";
    "Instances that are up; 0 takes the service away. An autoscaler begins with them." / "运行中的实例数；0 表示服务下线。自动扩缩器以此为起始值。";
    "Concurrency" / "并发";
    "Requests one replica works on at once: threads, workers or, of an event loop, cores." / "一个副本同时处理的请求数：线程数、工作进程数，对于事件循环则为核数。";
    "Service time" / "服务时间";
    "Work of its own for a request, calls not counted." / "处理一个请求时自身的工作时间，不含对外调用。";
    "Queues" / "队列";
    "Shared: whoever is free takes the next request. Per replica: each has its own queue, and gets what its balancer sends, or its turn."
        / "共享：谁空闲谁取下一个请求。每个副本一个：每个副本有自己的队列，接收负载均衡器发来的请求或轮流分到的请求。";
    "Shared" / "共享";
    "One each replica" / "每个副本一个";
    "Queue bound" / "队列上限";
    "Requests that may wait in a queue; one more is refused. 0 leaves no queue at all." / "队列中可等待的请求数；再多一个就会被拒绝。0 表示完全没有队列。";
    "Queue discipline" / "排队规则";
    "Who is served next. Last in first out keeps answers fresh under overload; adaptive is first in first out until a queue stands (Maurer, \"Fail at Scale\", ACM Queue 13(8), 2015). Priority looks at the class, the higher first, and interrupts nobody."
        / "下一个处理谁。后进先出可在过载时保持响应及时；自适应在队列出现持续积压之前为先进先出（Maurer, \"Fail at Scale\", ACM Queue 13(8), 2015）。优先级按请求类别排序，高者优先，但不会打断正在处理的请求。";
    "First in, first out" / "先进先出";
    "Last in, first out" / "后进先出";
    "Adaptive: last in, first out in overload" / "自适应：过载时后进先出";
    "By the priority of the class" / "按类别优先级";
    "Shedding" / "负载削减";
    "Who has waited too long is turned away. Max wait: longer than that. Controlled delay: also when a queue stands and it was longer than the target (Maurer 2015, after CoDel)."
        / "等待过久的请求会被拒绝。最长等待：等待超过该时长时。受控延迟：此外，在队列持续积压且等待超过目标时（Maurer 2015，源自 CoDel）。";
    "None" / "无";
    "Max wait" / "最长等待";
    "Controlled delay" / "受控延迟";
    "Longest wait" / "最长等待";
    "Shedding: nobody waits longer. Adaptive order and controlled delay: a queue that has not been empty for so long stands. 100 ms at Facebook."
        / "负载削减：等待不会超过该时长。自适应排队与受控延迟：队列连续这么久不为空，即视为持续积压。Facebook 使用 100 ms。";
    "Target wait" / "目标等待";
    "Controlled delay: the longest wait while a queue stands. 5 ms at Facebook." / "受控延迟：队列持续积压时允许的最长等待。Facebook 使用 5 ms。";
    "Concurrency model" / "并发模型";
    "Whether a request keeps its slot while it waits for calls of its own. Processor sharing: nobody queues, and all that is at work shares the slots evenly, as threads share cores."
        / "请求在等待自己发出的调用时是否保留槽位。处理器共享：无人排队，所有处理中的请求平分槽位，如同线程共享核。";
    "Thread per request" / "每请求一线程";
    "Event loop" / "事件循环";
    "Processor sharing" / "处理器共享";
    "Contention" / "争用";
    "How much longer work takes for each other request that its replica works on: what they have to do one after the other. Sigma of the universal scalability law: 1 + sigma (n - 1) + kappa n (n - 1) (Gunther, Guerrilla Capacity Planning, 2007)."
        / "副本上每多一个正在处理的请求，工作会延长多少：即必须依次执行的部分。通用可扩展性定律中的 sigma：1 + sigma (n - 1) + kappa n (n - 1)（Gunther, Guerrilla Capacity Planning, 2007）。";
    "Coherency" / "一致性开销";
    "How much longer work takes for each pair of requests: what they have to agree on. Kappa of the universal scalability law; above 0, more concurrency is less throughput in the end."
        / "每一对请求会使工作延长多少：即它们之间需要达成一致的部分。通用可扩展性定律中的 kappa；大于 0 时，并发越高，吞吐量最终反而越低。";
    "Garbage collection every" / "垃圾回收间隔";
    "Of a replica whose heap is all free; 0: there is none. A share u of the heap that is live leaves less to fill: it comes every (1 - u) times as long."
        / "堆全部空闲的副本的回收间隔；0：没有垃圾回收。堆中存活对象占比 u 会减少可填充的空间：间隔变为 (1 - u) 倍。";
    "Collection pause" / "回收停顿";
    "For how long a collection stops a replica whose heap is all free; with a live share u, 1 / (1 - u) times as long, for what is live has to be gone through."
        / "堆全部空闲的副本因一次回收而停顿的时长；存活占比为 u 时变为 1 / (1 - u) 倍，因为需要遍历存活对象。";
    "Heap" / "堆";
    "Memory of a replica for requests." / "副本用于处理请求的内存。";
    "Memory of a request" / "每请求内存";
    "What a request keeps alive of the heap as long as it is inside, waiting or not." / "请求在内部期间（无论是否在等待）在堆中保持存活的内存。";
    "Autoscaler" / "自动扩缩器";
    "Target: as many replicas as bring utilisation to its target, as Kubernetes' horizontal pod autoscaler reckons (ceil(replicas x utilisation / target), nothing within 10 % of it). Step: so many more above a bound, and fewer below another. Scheduled: a number of its own at a time."
        / "目标跟踪：副本数使利用率达到其目标，按 Kubernetes 的 Horizontal Pod Autoscaler 的方式计算（ceil(replicas x utilisation / target)，偏差在 10 % 以内则不调整）。步进：高于一个界限时增加若干副本，低于另一个界限时减少若干副本。定时：在指定时间使用指定的副本数。";
    "Target tracking" / "目标跟踪";
    "Step" / "步进";
    "Scheduled" / "定时";
    "Fewest replicas" / "最少副本数";
    "That an autoscaler leaves." / "自动扩缩器保留的最少副本数。";
    "Most replicas" / "最多副本数";
    "That an autoscaler makes." / "自动扩缩器最多扩到的副本数。";
    "Target utilisation" / "目标利用率";
    "Of target tracking." / "用于目标跟踪。";
    "Step: high" / "步进：上阈值";
    "Utilisation above which a step is taken up, unless replicas are starting." / "利用率高于此值时向上扩一步，除非有副本正在启动。";
    "Step: low" / "步进：下阈值";
    "Utilisation below which a step is taken down." / "利用率低于此值时向下缩一步。";
    "Step size" / "步长";
    "Replicas of a step." / "一步增减的副本数。";
    "Scheduled replicas" / "定时副本数";
    "Of the schedule, while it is on; else there are as many as set." / "定时计划生效期间的副本数；其余时间为所设的副本数。";
    "Schedule: from" / "定时：开始";
    "When, in each period, the schedule is on." / "每个周期内定时计划开始生效的时刻。";
    "Schedule: for" / "定时：时长";
    "For how long." / "生效多长时间。";
    "Schedule: period" / "定时：周期";
    "When it begins anew." / "隔多久重新开始。";
    "Metric period" / "指标周期";
    "The autoscaler looks at the utilisation of so long, as often. 15 s in Kubernetes (kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale), a minute in CloudWatch."
        / "自动扩缩器查看这么长一段时间内的利用率，并按同样的间隔查看。Kubernetes 中为 15 s（kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale），CloudWatch 中为 1 分钟。";
    "Cooldown" / "冷却时间";
    "After a change of the number, how long before replicas are taken away. 5 minutes in Kubernetes, where the highest number of the last 5 counts (stabilization window), and in EC2 Auto Scaling (default cooldown)."
        / "副本数变化后，隔多久才可移除副本。Kubernetes 中为 5 分钟，取最近 5 分钟内的最大副本数（stabilization window）；EC2 Auto Scaling 中也是 5 分钟（default cooldown）。";
    "Start of a replica" / "副本启动时间";
    "From asking for a replica to its first request: a machine or a container, its image, the program, its health check."
        / "从申请副本到它收到第一个请求：机器或容器、镜像、程序及其健康检查。";
    "Price of a replica" / "副本价格";
    "From when it is asked for. Default: AWS Fargate, 1 vCPU and 2 GB, us-east-1, November 2026: $0.04048 + 2 x $0.004445 an hour (aws.amazon.com/fargate/pricing)."
        / "从申请时开始计费。默认值：AWS Fargate，1 vCPU 和 2 GB，us-east-1，2026 年 11 月：每小时 $0.04048 + 2 x $0.004445（aws.amazon.com/fargate/pricing）。";
    "Refused" / "被拒绝";
    "Calls turned away: a queue was full, or nobody was there." / "被拒绝的调用：队列已满，或没有可用的副本。";
    "Shed" / "主动丢弃";
    "Calls turned away because they had waited too long." / "因等待过久而被主动丢弃的调用。";
    "Scale-outs" / "扩容次数";
    "Times replicas were asked for." / "申请新副本的次数。";
    "Scale-ins" / "缩容次数";
    "Times replicas were taken away." / "移除副本的次数。";
    "Utilisation" / "利用率";
    "Share of slots taken, over time." / "被占用槽位的比例，按时间计。";
    "Running" / "运行中";
    "Requests that hold a slot." / "占用着槽位的请求。";
    "Requests in the queue; of processor sharing, those beyond the slots." / "队列中的请求；处理器共享时，为超出槽位数的请求。";
    "Replicas that are up." / "正常运行的副本。";
    "Starting" / "启动中";
    "Replicas that were asked for and are not up yet." / "已申请但尚未就绪的副本。";
    "Delayed" / "被延迟的比例";
    "Share of requests that had to wait for a slot." / "不得不等待槽位的请求所占的比例。";
    "Wait" / "等待";
    "Time in the queue of every request that was served, those that did not wait included; of processor sharing, what sharing added."
        / "每个得到处理的请求在队列中的时间，包括无需等待的请求；处理器共享时，为共享所增加的时间。";
    "Pauses of replicas that collected garbage." / "副本因垃圾回收而产生的停顿。";
    "Time in collections" / "垃圾回收时间占比";
    "Share of the replicas' time." / "占副本时间的比例。";
    "What the replicas cost." / "副本的成本。";
    "The end of a replica that is out of memory: one whose heap is nearly all live collects nearly all the time, and lives."
        / "副本因内存耗尽而终止：堆几乎全是存活对象的副本会几乎一直在做垃圾回收，但不会退出。";
    "Replacement of dead replicas by the autoscaler: they come back when the fault ends." / "自动扩缩器替换已失效的副本：它们在故障结束时恢复。";
    "Processor sharing and collections change the pace of work under way; the universal scalability law counts when work begins."
        / "处理器共享和垃圾回收会改变进行中工作的速度；通用可扩展性定律则只在工作开始时计算。";

    // function
    "Function" / "函数";
    "A function as a service: an execution environment a request at a time, made when none is idle and dropped when idle too long."
        / "以服务形式运行的函数：每个执行环境一次处理一个请求，没有空闲环境时新建，空闲过久则销毁。";
    "Memory" / "内存";
    "Memory of an environment, which also sets its share of a CPU: one whole vCPU at 1,769 MiB." / "执行环境的内存，同时决定其 CPU 份额：1,769 MiB 对应一个完整的 vCPU。";
    "Handler time" / "处理程序时间";
    "Work of the handler on one whole vCPU, calls not counted." / "处理程序在一个完整 vCPU 上的工作时间，不含对外调用。";
    "CPU-bound share" / "CPU 密集占比";
    "How much of the handler's work gets slower with less than one vCPU." / "处理程序的工作中，不足一个 vCPU 时会变慢的部分所占的比例。";
    "Runtime" / "运行时";
    "What has to start before the handler can run. Medians of an empty handler: Node.js 139 ms, Python 103 ms, Java 267 ms, .NET 253 ms, Go 52 ms (maxday/lambda-perf, December 2025), after some 50 ms for the environment itself. What the function's own code loads comes on top, as own initialisation."
        / "处理程序运行之前必须启动的部分。空处理程序的中位数：Node.js 139 ms、Python 103 ms、Java 267 ms、.NET 253 ms、Go 52 ms（maxday/lambda-perf，2025 年 12 月），在此之前执行环境本身还需约 50 ms。函数自身代码所加载的内容另计，算作自身初始化。";
    "Node.js" / "Node.js";
    "Python" / "Python";
    "Java" / "Java";
    ".NET" / ".NET";
    "Native (Go, Rust)" / "原生（Go、Rust）";
    "Custom: initialisation only" / "自定义：仅初始化";
    "Package size" / "部署包大小";
    "Code and dependencies to fetch and load for a new environment: 27 ms a megabyte, as measured for Node.js. 250 MB is Lambda's limit unzipped."
        / "新执行环境需要获取并加载的代码和依赖：每 MB 27 ms，为 Node.js 的实测值。250 MB 是 Lambda 解压后的上限。";
    "Own initialisation" / "自身初始化";
    "Code outside the handler: clients, configuration, connections." / "处理程序之外的代码：客户端、配置、连接。";
    "Cold handler time" / "冷启动时的处理程序时间";
    "Handler time of a request that met a new environment, where it was measured apart; 0: as when warm."
        / "由新执行环境处理的请求的处理程序时间，用于单独测得该值的情况；0：与预热后相同。";
    "Keep-alive" / "保活时间";
    "How long an environment stays when idle. Not published by AWS; measured at 5 to 10 minutes since 2019, and longer before."
        / "执行环境空闲时保留多久。AWS 未公布；2019 年以来的实测值为 5 到 10 分钟，更早时更长。";
    "Provisioned concurrency" / "预置并发";
    "Environments kept ready and paid for by the second." / "保持就绪并按秒计费的执行环境。";
    "Reserved concurrency" / "预留并发";
    "A limit of this function's own on requests at once; 0: the account's." / "该函数自身的同时请求数上限；0：使用账户的上限。";
    "Account concurrency" / "账户并发";
    "Requests at once that the account leaves to this function. 1,000 is Lambda's quota in a region." / "账户留给该函数的同时请求数。1,000 是 Lambda 在一个地域内的配额。";
    "Scaling rate" / "扩容速率";
    "New environments a second once the burst is used up. Lambda: 1,000 every 10 seconds for each function, refilled continuously."
        / "突发额度用完后每秒可新建的执行环境数。Lambda：每个函数每 10 秒 1,000 个，持续补充。";
    "Scaling burst" / "扩容突发额度";
    "New environments that may come at once." / "可一次性新建的执行环境数。";
    "Requests of an environment" / "单个执行环境的请求数";
    "How many an environment takes at once: 1 in AWS Lambda by default; 80 in Google Cloud Run's console, 80 a vCPU by its command line, where its CPU is theirs together and it is billed while there is any."
        / "一个执行环境同时处理的请求数：AWS Lambda 默认为 1；Google Cloud Run 在控制台中为 80，在命令行中为每个 vCPU 80，这些请求共用该环境的 CPU，只要有请求在处理就计费。";
    "Invocation" / "调用方式";
    "Whether callers wait for the answer, or only until their event is stored (asynchronous: the function is run from a queue of its own)."
        / "调用方是等待响应，还是只等到其事件存储完毕（异步：函数从自己的队列中取事件运行）。";
    "Synchronous" / "同步";
    "Asynchronous" / "异步";
    "Storing an event" / "事件存储时间";
    "Asynchronous: what the caller waits for." / "异步：调用方等待的时间。";
    "Runs again" / "重新运行次数";
    "Asynchronous: how often an event that failed is run again, after one minute and after two more. Lambda: 2."
        / "异步：失败的事件重新运行的次数，先隔 1 分钟，再隔 2 分钟。Lambda：2。";
    "Longest age" / "最长存留时间";
    "Asynchronous: an event that would be run later than this is given up. 6 hours in Lambda." / "异步：若事件的运行时间将晚于此值，则放弃该事件。Lambda 中为 6 小时。";
    "Default: AWS Lambda, us-east-1, November 2026: $0.20 a million (aws.amazon.com/lambda/pricing)."
        / "默认值：AWS Lambda，us-east-1，2026 年 11 月：每百万次 $0.20（aws.amazon.com/lambda/pricing）。";
    "Price of a GB-second" / "每 GB-秒价格";
    "Default: AWS Lambda, x86, us-east-1, first tier, November 2026 (aws.amazon.com/lambda/pricing)."
        / "默认值：AWS Lambda，x86，us-east-1，第一档，2026 年 11 月（aws.amazon.com/lambda/pricing）。";
    "Price of a provisioned GB-second" / "预置容量的每 GB-秒价格";
    "For each second an environment is kept ready. Default: AWS Lambda, x86, us-east-1, November 2026."
        / "按执行环境保持就绪的秒数计费。默认值：AWS Lambda，x86，us-east-1，2026 年 11 月。";
    "Price of a GB-second run on provisioned capacity" / "在预置容量上运行的每 GB-秒价格";
    "Default: AWS Lambda, x86, us-east-1, November 2026." / "默认值：AWS Lambda，x86，us-east-1，2026 年 11 月。";
    "Invocations" / "函数调用次数";
    "Calls that arrived, the throttled ones included." / "到达的调用，包括被限流的调用。";
    "Cold start" / "冷启动";
    "What a new environment added before the handler ran, of the requests that met one." / "由新执行环境处理的请求，在处理程序运行前因该环境而增加的时间。";
    "Warm invocation" / "热调用";
    "Duration of the requests that met a warm environment, calls of the handler included." / "由预热的执行环境处理的请求的时长，包括处理程序发出的调用。";
    "Concurrent executions" / "并发执行数";
    "Environments that initialise or run a request." / "正在初始化或正在运行请求的执行环境。";
    "Peak executions" / "并发执行峰值";
    "The most environments at work at once." / "同时工作的执行环境的最大数量。";
    "Idle environments" / "空闲执行环境";
    "Environments that wait for a request." / "正在等待请求的执行环境。";
    "Environments" / "执行环境";
    "Environments there are, at work or idle." / "现有的执行环境，包括工作中和空闲的。";
    "Share of environment time spent at work." / "执行环境时间中用于工作的比例。";
    "Cold starts" / "冷启动次数";
    "New environments made for a request." / "为处理请求而新建的执行环境。";
    "Cold-start ratio" / "冷启动比例";
    "Share of invocations that met a new environment." / "由新执行环境处理的函数调用所占的比例。";
    "Throttles" / "限流次数";
    "Calls refused by the concurrency limit or its scaling rate." / "因并发上限或其扩容速率而被拒绝的调用。";
    "Expired environments" / "过期的执行环境";
    "Environments dropped after the keep-alive, or by a deployment." / "保活时间过后或因部署而销毁的执行环境。";
    "Billed milliseconds" / "计费毫秒数";
    "Durations rounded up, initialisation included." / "向上取整后的时长，包括初始化。";
    "Finished" / "已结束";
    "Invocations that are over, well or not." / "已结束的函数调用，无论成功与否。";
    "Events" / "事件";
    "Asynchronous: events stored." / "异步：已存储的事件。";
    "Asynchronous: failed events that were put back." / "异步：被放回队列的失败事件。";
    "Dead letters" / "死信";
    "Asynchronous: events given up." / "异步：被放弃的事件。";
    "Event queue" / "事件队列";
    "Asynchronous: events that wait to be run again." / "异步：等待重新运行的事件。";
    "Age of events" / "事件存留时间";
    "Asynchronous: from storing an event to its success." / "异步：从存储事件到其成功的时间。";
    "Cost of an invocation" / "单次函数调用成本";
    "All that the function cost, over its invocations." / "该函数的全部成本除以函数调用次数。";
    "All that the function cost, over time." / "该函数的全部成本，按时间计。";
    "Several functions that compete for one account's concurrency: give each its part." / "多个函数争用同一账户的并发：请为每个函数分配各自的份额。";
    "Environments recycled while busy enough to live for hours, and their start ahead of demand." / "执行环境因持续繁忙而存活数小时后被回收，以及在需求到来之前提前启动执行环境。";
    "What requests in one environment take from each other." / "同一执行环境中的请求彼此争用的资源。";
    "Snapshot restore (SnapStart)." / "快照恢复（SnapStart）。";

    // websocket-service
    "WebSocket service" / "WebSocket 服务";
    "Holds a connection for each user, sends what one says on to others, and meets all of them again when connections are cut."
        / "为每个用户保持一个连接，把一个用户发送的内容转发给其他用户，并在连接被切断后重新接入所有用户。";
    "Instances that are up." / "正常运行的实例。";
    "Who want to be connected. All are at the start." / "希望保持连接的用户。开始时全部已连接。";
    "Session" / "会话时长";
    "How long a user stays; then another comes." / "用户停留多久；之后由另一个用户接替。";
    "Connections of a replica" / "单个副本的连接数";
    "One more is refused: file descriptors, memory." / "超出的连接会被拒绝：受限于文件描述符和内存。";
    "Memory of a connection" / "单个连接的内存";
    "Buffers of the kernel and of TLS, and the session's state. Assumed: some tens of KB; less with care."
        / "内核和 TLS 的缓冲区，以及会话状态。假定值：几十 KB；精心优化可更少。";
    "Handshake" / "握手时间";
    "Work of a replica to take a connection: TLS, the upgrade, who it is." / "副本接受一个连接所需的工作：TLS、协议升级、身份确认。";
    "Handshakes at once" / "同时握手数";
    "Of one replica." / "单个副本的数量。";
    "Accept queue" / "接受队列";
    "Connections of a replica that wait for their handshake; one more is refused. 4,096 is Linux's limit since 5.4 (net.core.somaxconn)."
        / "单个副本上等待握手的连接；超出的会被拒绝。4,096 是 Linux 自 5.4 起的上限（net.core.somaxconn）。";
    "Connect timeout" / "连接超时";
    "How long a user waits for a connection. The replica does its handshake even so, in vain. 20 s in Socket.IO."
        / "用户等待连接的时间。即使超时，副本仍会完成握手，只是徒劳。Socket.IO 中为 20 s。";
    "Backoff" / "退避";
    "How the wait before another try grows." / "再次尝试前的等待如何增长。";
    "Doubles" / "每次翻倍";
    "Constant" / "固定";
    "Reconnect delay" / "重连延迟";
    "The wait before the first try after a connection is lost. 1 s in Socket.IO (socket.io/docs/v4/client-options)."
        / "连接断开后首次尝试前的等待。Socket.IO 中为 1 s（socket.io/docs/v4/client-options）。";
    "Longest delay" / "最长延迟";
    "No wait is longer, but for its jitter. 5 s in Socket.IO, which caps after the jitter." / "除抖动外，任何等待都不会超过此值。Socket.IO 中为 5 s，它在加入抖动之后才应用该上限。";
    "Jitter" / "抖动";
    "How far a wait is spread about its length: 0 all come back together, 1 between nothing and twice the wait. 0.5 in Socket.IO."
        / "等待时间围绕其基准值随机分散的程度：0 表示所有用户同时重连，1 表示分散在零到两倍等待时间之间。Socket.IO 中为 0.5。";
    "Messages at once" / "同时处理的消息数";
    "That one replica works on." / "单个副本同时处理的数量。";
    "Message time" / "消息处理时间";
    "Work for a message that comes in." / "处理一条传入消息的工作。";
    "Fan-out" / "扇出";
    "Connections that a message is sent on to, where so many are open." / "一条消息转发到的连接数，前提是有这么多已打开的连接。";
    "Push time" / "推送时间";
    "Work for each connection that a message is sent on to." / "向每个连接转发消息所需的工作。";
    "Default: AWS Fargate, 1 vCPU and 2 GB, us-east-1, November 2026 (aws.amazon.com/fargate/pricing)."
        / "默认值：AWS Fargate，1 vCPU 和 2 GB，us-east-1，2026 年 11 月（aws.amazon.com/fargate/pricing）。";
    "Messages in" / "传入消息";
    "Messages that came in and were taken." / "传入并被接收的消息。";
    "Messages out" / "传出消息";
    "Messages sent on." / "发送出去的消息。";
    "Unconnected" / "未连接";
    "Messages that could not be sent, for their user had no connection." / "因用户没有连接而无法发送的消息。";
    "Connects" / "建立连接";
    "Connections made." / "已建立的连接。";
    "Reconnects" / "重连次数";
    "Tries of users who had lost their connection, or failed to get one." / "连接丢失或未能建立连接的用户所做的尝试。";
    "Connect timeouts" / "连接超时次数";
    "Tries that took longer than their user would wait." / "耗时超过用户愿意等待的时间的尝试。";
    "Connect refusals" / "连接拒绝";
    "Tries that were turned away." / "被拒绝的尝试。";
    "Wasted handshakes" / "浪费的握手";
    "Handshakes with users who had gone." / "与已离开的用户进行的握手。";
    "Connections" / "连接";
    "Connections that are open." / "处于打开状态的连接。";
    "Connecting" / "正在连接";
    "Connections that wait for their handshake or are at it." / "等待握手或正在握手的连接。";
    "Peak connecting" / "正在连接峰值";
    "The most of them." / "正在连接数的最大值。";
    "Messages that are worked on." / "正在处理的消息。";
    "Messages that wait for that." / "等待处理的消息。";
    "What the connections take." / "连接占用的内存。";
    "Connect time" / "连接时间";
    "From wanting a connection to having it, all tries included." / "从想要连接到获得连接的时间，包含所有尝试。";
    "Of messages, until they are worked on." / "消息开始被处理之前的等待时间。";
    "Who is connected to which replica: what one says reaches others wherever they are, at no cost between the replicas."
        / "哪个用户连接到哪个副本：一个用户发出的消息，无论其他用户在哪个副本上都能送达，副本之间没有开销。";
    "Messages missed while unconnected, and fetching them afterwards." / "未连接期间错过的消息，以及事后拉取这些消息。";

    // worker
    "Worker" / "工作节点";
    "Takes messages from a queue, one or a batch at a time, and may meet the same one twice." / "从队列中取出消息，每次一条或一批，同一条消息可能会收到两次。";
    "Batches one replica deals with at once." / "一个副本同时处理的批数。";
    "Batch size" / "批大小";
    "Messages dealt with in one go, at most. 10 is the most that a receive of Amazon SQS brings." / "一次最多处理的消息数。Amazon SQS 的一次接收最多返回 10 条。";
    "Batch window" / "批窗口";
    "How long the first of a batch waits for it to be full. 0: whatever is there is taken." / "一批中的第一条消息等待该批装满的时间。0：有多少取多少。";
    "Failure in a batch" / "批内失败";
    "What comes back when one message of a batch fails: it alone, where the worker says which (partial batch responses), or the batch."
        / "一批中有一条消息失败时退回队列的内容：若工作节点能指明是哪一条，则只退回该消息（部分批处理响应），否则退回整批。";
    "The message" / "该消息";
    "The batch" / "整批";
    "Of a batch, calls not counted." / "一批的服务时间，不含对外调用。";
    "Time of a message" / "单条消息时间";
    "What each message of a batch adds." / "批中每条消息额外增加的时间。";
    "Poison" / "毒消息占比";
    "Share of the messages, by what they are about, that always fail. A dead letter ends their coming back."
        / "总是失败的消息所占的比例，由消息所涉及的对象决定。转为死信后便不再返回。";
    "Idempotency check" / "幂等检查";
    "Looking up whether a message was dealt with before; then it is not again. 0: nobody looks. A read and a conditional write of a key-value store are some 10 ms."
        / "查询消息此前是否已处理过；若是，则不再处理。0：不做检查。对键值存储的一次读取和一次条件写入约需 10 ms。";
    "Messages" / "消息";
    "Messages that came, again or not." / "到达的消息，无论是否重复到达。";
    "Processed" / "已处理";
    "Messages dealt with, the duplicates among them." / "已处理的消息，包含其中的重复消息。";
    "Failed" / "失败";
    "Messages that failed, poison or by what the worker calls." / "失败的消息，原因是毒消息或工作节点所调用的对象。";
    "Duplicates" / "重复";
    "Messages that came while they were being dealt with, or after they were and their queue did not learn of it." / "到达时正在被处理，或已处理完但队列并不知情的消息。";
    "Batches" / "批数";
    "Batches begun." / "已开始的批。";
    "Share of the batches that can be at work at once, over time." / "可同时工作的批数中实际在工作的比例，按时间平均。";
    "Messages of a batch, on average." / "每批的平均消息数。";
    "Batches at work." / "正在工作的批。";
    "Messages received and not begun." / "已接收但尚未开始处理的消息。";
    "From receiving a message to its batch's beginning." / "从接收消息到其所在批开始的时间。";
    "Autoscaling by the depth of the queue." / "按队列深度自动扩缩。";
    "Acknowledgements that are lost on the way back: only a queue that has given up waiting counts as one that did not learn."
        / "返回途中丢失的确认：只有已放弃等待的队列才算不知情。";
    "Extending the visibility timeout while at work (heartbeats)." / "工作期间延长可见性超时（心跳）。";

    // stream-processor
    "Stream processor" / "流处理器";
    "Gathers events in windows of the time at which they happened, and gives out the result of each when it takes it to be complete."
        / "按事件发生的时间将事件归入窗口，并在认为窗口完整时输出其结果。";
    "Tasks" / "任务";
    "Parallel parts; the events of a key all go to one of them, one after the other." / "并行的各个部分；同一个键的事件都进入其中同一个任务，逐个处理。";
    "Of a task for one event." / "任务处理一个事件的服务时间。";
    "Buffer" / "缓冲区";
    "Events that may wait at one task; one more is refused: backpressure." / "一个任务处可等待的事件数；再多一个就会被拒绝：反压。";
    "Event lag" / "事件滞后";
    "How long before it came here an event happened: phones without a network, retries, a backlog." / "事件发生到抵达此处的时间：由手机没有网络、重试、积压造成。";
    "Windows" / "窗口";
    "Tumbling: one after the other. Sliding: of the same size and overlapping. Session: of a key, until nothing came for a while."
        / "滚动：一个接一个。滑动：大小相同且相互重叠。会话：针对一个键，直到一段时间内没有事件到来。";
    "Tumbling" / "滚动";
    "Sliding" / "滑动";
    "Size" / "大小";
    "Of a tumbling or sliding window." / "滚动窗口或滑动窗口的大小。";
    "Slide" / "滑动步长";
    "From the start of one sliding window to that of the next; no less than a hundredth of their size." / "从一个滑动窗口的起点到下一个的起点；不小于窗口大小的百分之一。";
    "Session gap" / "会话间隔";
    "A session of a key is over when nothing of it happened for so long." / "某个键在这段时间内没有事件发生时，其会话即告结束。";
    "Watermark delay" / "水位线延迟";
    "How far the watermark is behind the latest event: what happened before it is taken to have come (Flink: bounded out-of-orderness)."
        / "水位线落后于最新事件的程度：在水位线之前发生的事件视为已到达（Flink：bounded out-of-orderness）。";
    "Watermark interval" / "水位线间隔";
    "How often the watermark moves on. 200 ms is Flink's default (pipeline.auto-watermark-interval)."
        / "水位线推进的间隔。200 ms 是 Flink 的默认值（pipeline.auto-watermark-interval）。";
    "Allowed lateness" / "允许迟到时间";
    "How long after its result a window still takes events, each of which gives out another; 0 is Flink's default."
        / "窗口输出结果后仍接收事件的时长，其间每个事件都会再输出一个结果；0 是 Flink 的默认值。";
    "State" / "状态";
    "Windows that may be open; an event that would open one more is refused." / "可处于打开状态的窗口数；需要再打开一个窗口的事件会被拒绝。";
    "Checkpoint interval" / "检查点间隔";
    "From one checkpoint to the next; 0: there are none, and a restart replays everything." / "从一个检查点到下一个的时间；0：没有检查点，重启时重放全部事件。";
    "Checkpoint pause" / "检查点暂停";
    "How long tasks wait for a checkpoint: barriers that align, state that is copied." / "任务为检查点等待的时间：屏障对齐、状态复制。";
    "Restart time" / "重启时间";
    "From a failure, or a change of the number of tasks, until they work again." / "从发生失败或任务数变更，到任务重新工作的时间。";
    "Price of a task" / "任务价格";
    "Default: Amazon Managed Service for Apache Flink, us-east-1: $0.11 a processing unit and hour, of which each application pays one more (aws.amazon.com/managed-service-apache-flink/pricing)."
        / "默认值：Amazon Managed Service for Apache Flink，us-east-1：每处理单元每小时 $0.11，每个应用另需多付一个处理单元的费用（aws.amazon.com/managed-service-apache-flink/pricing）。";
    "Events that tasks dealt with, replays not counted." / "任务处理过的事件，不计重放。";
    "Events turned away: no task, full buffer, or too much state." / "被拒绝的事件：没有任务、缓冲区已满或状态过多。";
    "Late events" / "迟到事件";
    "Events that came when all their windows were over, and were dropped." / "到达时所属窗口均已结束，因而被丢弃的事件。";
    "Windows emitted" / "已输出窗口";
    "Results given out, one a window and key, and one more for each event that came in the allowed lateness."
        / "输出的结果，每个窗口和键一个，在允许迟到时间内到达的每个事件再加一个。";
    "Failed results" / "失败的结果";
    "Results that nobody took." / "无人接收的结果。";
    "Checkpoints" / "检查点";
    "Checkpoints completed." / "已完成的检查点。";
    "Restarts" / "重启";
    "Times that the tasks began again from the last checkpoint." / "任务从上一个检查点重新开始的次数。";
    "Replayed" / "重放";
    "Events dealt with again after a restart." / "重启后再次处理的事件。";
    "Busy" / "忙碌";
    "Tasks at work." / "正在工作的任务。";
    "Events that wait for their task." / "等待其任务的事件。";
    "Open windows" / "打开的窗口";
    "Windows of keys that are not given out yet." / "尚未输出结果的各键窗口。";
    "Watermark lag" / "水位线滞后";
    "How far the watermark was behind the clock, each time that it moved on." / "水位线每次推进时落后于时钟的时间。";
    "Result latency" / "结果延迟";
    "From the end of a window until its result, or a corrected one, was taken." / "从窗口结束到其结果（或修正后的结果）被接收的时间。";
    "Late" / "迟到";
    "Share of the events that came too late." / "来得太迟的事件所占的比例。";
    "What the tasks cost." / "任务的成本。";
    "Watermarks of each source partition: there is one, of all events." / "各数据源分区各自的水位线：只有一条水位线，针对全部事件。";
    "Idle sources: the watermark stands while nothing comes." / "空闲的数据源：没有事件到来时水位线停住不动。";
    "Calls for each event: what it calls, it calls for results." / "针对每个事件的调用：它的调用都是为结果发起的。";
    "Results given out twice after a restart: sinks are taken to be transactional." / "重启后重复输出的结果：假定接收端是事务性的。";

    // scheduler
    "Scheduler" / "调度器";
    "Starts a number of jobs at fixed times, as cron does; each is a call along its route." / "像 cron 一样在固定时间启动若干任务；每个任务是沿其路由的一次调用。";
    "Every" / "间隔";
    "From one tick to the next; the first comes after as much." / "从一次触发到下一次触发的时间；第一次触发也在这么长时间之后。";
    "Jobs" / "任务";
    "How many start at each tick, about a key each: 0, 1, 2 and so on." / "每次触发启动的任务数，每个任务对应一个键：0、1、2，依此类推。";
    "Each job starts up to so much after its tick, so that they do not all come at once (systemd: RandomizedDelaySec)."
        / "每个任务在触发后最多延后这么久再启动，以免所有任务同时到来（systemd：RandomizedDelaySec）。";
    "Class" / "类别";
    "Which class of request its jobs are like: 0 is the first in the file." / "其任务属于哪一类请求：0 为文件中的第一类。";
    "Concurrency policy" / "并发策略";
    "Whether a tick starts its jobs while some of an earlier one still run (Kubernetes: concurrencyPolicy)."
        / "前一次触发的任务仍有部分在运行时，本次触发是否启动其任务（Kubernetes：concurrencyPolicy）。";
    "Allow" / "允许";
    "Forbid" / "禁止";
    "Missed ticks" / "错过的触发";
    "What becomes of ticks that came while there was no leader: nothing, one run for all of them, or a run for each."
        / "没有领导者期间的触发如何处理：全部跳过，合并补运行一次，或逐次补运行。";
    "Skip" / "跳过";
    "Run once" / "补运行一次";
    "Run all" / "逐次补运行";
    "Failover time" / "故障转移时间";
    "After a failover, until another leader ticks. Controllers of Kubernetes take the lease of a dead leader after 15 s."
        / "发生故障转移后，到另一个领导者开始触发的时间。Kubernetes 的控制器在 15 s 后接管已失效领导者的租约。";
    "Ticks" / "触发";
    "Times that jobs were due." / "任务到期应启动的次数。";
    "Started" / "已启动";
    "Jobs that began." / "已开始的任务。";
    "Succeeded" / "成功";
    "Jobs whose calls were answered well." / "其调用得到成功响应的任务。";
    "Jobs whose calls failed for good." / "其调用最终失败的任务。";
    "Missed" / "错过";
    "Ticks that came while there was no leader and were not made up for." / "没有领导者期间到来且未补上的触发。";
    "Ticks made up for when there was a leader again." / "重新有领导者后补上的触发。";
    "Skipped" / "跳过";
    "Ticks that started nothing because jobs of an earlier one still ran." / "因前一次触发的任务仍在运行而未启动任何任务的触发。";
    "Overlaps" / "重叠";
    "Ticks at which jobs of an earlier one still ran." / "到来时前一次触发的任务仍在运行的触发。";
    "Jobs that have begun and are not done." / "已开始且尚未完成的任务。";
    "Delay" / "启动延迟";
    "From a job's tick until it began." / "从任务的触发时刻到其开始的时间。";
    "Job" / "任务时间";
    "From when a job began until its calls were answered well." / "从任务开始到其调用得到成功响应的时间。";
    "Time zones, and days without a certain hour." / "时区，以及缺少某个小时的日期。";
    "What jobs cost: they cost what they call." / "任务的成本：其成本即所调用对象的成本。";
    "Retries of whole jobs: a link retries its calls." / "整个任务的重试：链路会重试其调用。";

    // model-server
    "Model server" / "模型服务器";
    "Runs a language model on graphics processors: prompts are read at once, answers are written token by token, for many requests in one batch."
        / "在 GPU 上运行语言模型：提示词一次性读入，响应逐个 token 生成，许多请求合在一批中处理。";
    "GPUs" / "GPU 数";
    "Processors, or groups of them, that each hold the whole model." / "处理器或处理器组的数量，每个（组）都装有整个模型。";
    "Batching" / "批处理方式";
    "Continuous: requests join and leave at each step (Yu et al., \"Orca\", OSDI 2022). Dynamic: a batch begins when it is full or its first has waited, and ends when its longest does. Static: it begins when it is full."
        / "连续：请求在每一步加入和离开（Yu et al., \"Orca\", OSDI 2022）。动态：一批在装满或其第一个请求等待期满时开始，在其最长的请求结束时结束。静态：一批在装满时开始。";
    "Continuous" / "连续";
    "Dynamic" / "动态";
    "Static" / "静态";
    "Largest batch" / "最大批大小";
    "Requests of a GPU at once. 256 in vLLM on an A100, 1,024 on others of 70 GB and more (max_num_seqs)."
        / "一个 GPU 同时处理的请求数。在 vLLM 中，A100 上为 256，其他 70 GB 及以上的 GPU 上为 1,024（max_num_seqs）。";
    "Dynamic: how long the first of a batch waits for others (Triton's max_queue_delay_microseconds, 0 by default)."
        / "动态：一批中的第一个请求等待其他请求的时间（Triton 的 max_queue_delay_microseconds，默认为 0）。";
    "Prompt tokens" / "提示词 token 数";
    "Of a request. ShareGPT's conversations have 161 on average (Kwon et al., \"PagedAttention\", SOSP 2023); how they spread is assumed."
        / "一个请求的提示词 token 数。ShareGPT 的对话平均有 161 个（Kwon et al., \"PagedAttention\", SOSP 2023）；其分布为假定。";
    "Output tokens" / "输出 token 数";
    "Of an answer. ShareGPT's have 338 on average." / "一个响应的输出 token 数。ShareGPT 的平均为 338 个。";
    "Prefill rate" / "预填充速率";
    "Prompt tokens that a GPU reads a second. 13 billion parameters need 26 GFLOP a token; an A100 at half of its 312 TFLOP/s does 6,000."
        / "一个 GPU 每秒读入的提示词 token 数。13B 参数每个 token 需要 26 GFLOP；A100 以其 312 TFLOP/s 的一半运行时可达 6,000。";
    "Decode step" / "解码步";
    "For one token of each request of the batch: all parameters are read once. 26 GB at the 1,555 GB/s of an A100 are 17 ms."
        / "批中每个请求生成一个 token 所需的时间：所有参数读取一遍。按 A100 的 1,555 GB/s 读取 26 GB 需 17 ms。";
    "Step a request" / "每个请求的单步增量";
    "What each request of the batch adds to a step: its keys and values are read. 400 tokens of 800 KB at 1,555 GB/s are 0.2 ms."
        / "批中每个请求给一步增加的时间：读取该请求的键和值。按 1,555 GB/s 读取 400 个 token（每个 800 KB）需 0.2 ms。";
    "KV cache" / "KV 缓存";
    "Tokens whose keys and values a GPU has memory for. OPT-13B takes 800 KB a token (2 x 40 layers x 5,120 x 2 bytes); 12 GB that an A100 of 40 GB has left hold 15,000."
        / "一个 GPU 的显存可存放多少个 token 的键和值。OPT-13B 每个 token 占 800 KB（2 x 40 层 x 5,120 x 2 字节）；40 GB 的 A100 剩余的 12 GB 可存放 15,000 个。";
    "Requests that may wait; one more is refused." / "可以等待的请求数；再多一个即被拒绝。";
    "Price of a GPU" / "GPU 价格";
    "Default: an A100 of 40 GB, an eighth of a p4d.24xlarge, us-east-1, on demand, March 2026 (aws.amazon.com/ec2/pricing/on-demand)."
        / "默认值：一块 40 GB 的 A100，即 p4d.24xlarge 的八分之一，us-east-1，按需，2026 年 3 月（aws.amazon.com/ec2/pricing/on-demand）。";
    "Calls turned away: the queue was full, or no GPU was there." / "被拒绝的调用：队列已满，或没有 GPU。";
    "Tokens read." / "读取的 token 数。";
    "Tokens written." / "生成的 token 数。";
    "Steps" / "步数";
    "Passes over the model." / "模型的前向计算次数。";
    "Requests in batches." / "批中的请求数。";
    "Requests in the queue." / "队列中的请求数。";
    "Busy GPUs" / "忙碌的 GPU";
    "GPUs at a step." / "正在执行一步的 GPU 数。";
    "KV cache in use" / "已用 KV 缓存";
    "Tokens for which there is memory set aside." / "已为其预留显存的 token 数。";
    "Share of the GPUs' time at work." / "GPU 工作时间所占的比例。";
    "KV utilisation" / "KV 利用率";
    "Share of the KV cache that is set aside, over time." / "KV 缓存中已预留部分所占的比例，按时间平均。";
    "Requests of a step, on average over time." / "一步中的请求数，按时间平均。";
    "Tokens a second" / "每秒 token 数";
    "Tokens written, of all GPUs." / "所有 GPU 每秒生成的 token 总数。";
    "Cost a million tokens" / "每百万 token 成本";
    "What the GPUs cost, over the tokens written." / "GPU 成本除以生成的 token 数。";
    "Time to first token" / "首 token 时间";
    "From a request's arrival to the first token of its answer." / "从请求到达到其响应的首个 token 的时间。";
    "Time of a token" / "每 token 时间";
    "From one token of an answer to the next, on average of each answer." / "响应中从一个 token 到下一个 token 的时间，按每个响应取平均。";
    "From a request's arrival to its batch." / "从请求到达到进入批的时间。";
    "What the GPUs cost." / "GPU 的成本。";
    "Preemption: memory for a request's whole length is set aside when it begins, as in Orca; vLLM sets aside what is needed now, and begins a request again when it runs out."
        / "抢占：与 Orca 一样，请求开始时即按其完整长度预留显存；vLLM 只预留当前所需的显存，显存耗尽时会让请求重新开始。";
    "Chunked prefill, prefix caching, speculative decoding, and models that are split over groups of GPUs." / "分块预填充、前缀缓存、投机解码，以及拆分到多组 GPU 上的模型。";
    "Streaming to the caller: an answer comes when it is complete, and its first token is a metric." / "向调用方流式输出：响应完整后才返回，首个 token 只作为指标。";

    // cache
    "Cache" / "缓存";
    "Keeps what was asked for lately, by key, as far as it has room and for as long as it is good." / "按键保存最近被请求的内容，前提是空间足够且内容仍然有效。";
    "Shards" / "分片";
    "Nodes of the cluster, over which keys are spread by consistent hashing." / "集群的节点，键通过一致性哈希分布到各节点。";
    "Entries" / "条目";
    "That each shard holds, as far as its memory goes." / "每个分片在内存允许的范围内保存的条目数。";
    "Of each shard. Default: the 6.38 GiB of a cache.m6g.large." / "每个分片的内存。默认值：cache.m6g.large 的 6.38 GiB。";
    "Value size" / "值大小";
    "Of an entry with its overhead, where its class has no response size." / "一个条目连同其开销的大小，在请求类别未设响应大小时使用。";
    "Eviction" / "淘汰策略";
    "Which entry goes when it is full: used longest ago, used least (as Redis counts), oldest, any, or by W-TinyLFU, which lets in only what is asked for more than what would go."
        / "缓存已满时淘汰哪个条目：最久未使用的、使用最少的（按 Redis 的计数方式）、最早的、任意一个，或采用 W-TinyLFU，即只让请求次数多于待淘汰条目的内容进入。";
    "LRU" / "LRU";
    "LFU" / "LFU";
    "FIFO" / "FIFO";
    "W-TinyLFU" / "W-TinyLFU";
    "An entry is good for so long; 0: for ever." / "条目的有效时长；0：永久有效。";
    "TTL jitter" / "TTL 抖动";
    "Each entry lives shorter by up to this share, by chance, so that what came together does not go together."
        / "每个条目的存活时间随机缩短，最多缩短此比例，使同时进入的条目不会同时失效。";
    "Reads" / "读取";
    "Aside: a miss is answered, and whoever asked fetches. Through: the cache fetches, by its own link, and answers then."
        / "旁路：返回未命中，由请求方自行获取。直读：缓存通过自己的链路获取，然后响应。";
    "Cache-aside" / "旁路缓存";
    "Read-through" / "直读（read-through）";
    "Filled" / "填充时机";
    "Of cache-aside: what a caller fetches after its miss is kept without a further step, or only what is written here."
        / "适用于旁路缓存：调用方在未命中后获取的内容无需额外步骤即被保存，或者只保存写入此处的内容。";
    "On a miss" / "未命中时";
    "On a write" / "写入时";
    "Writes" / "写入";
    "Invalidate: the entry goes. Update: it is replaced. Through: it is replaced when the cache's own link has taken the write. Behind: it is replaced, and the write goes on later."
        / "失效：条目被删除。更新：条目被替换。直写：缓存自己的链路接受写入后，条目才被替换。回写：条目先被替换，写入稍后再向后传递。";
    "Invalidate" / "失效";
    "Update" / "更新";
    "Write-through" / "直写";
    "Write-behind" / "回写（write-behind）";
    "Write delay" / "写入延迟";
    "Of write-behind: how long a write waits for others of the same key." / "适用于回写：一次写入等待同一键的其他写入的时长。";
    "Flushers" / "刷写器";
    "Of write-behind: writes that go on at once." / "适用于回写：同时向后传递的写入数。";
    "Write buffer" / "写缓冲区";
    "Of write-behind: keys that may wait; what comes beyond is written through." / "适用于回写：可以等待的键数；超出的部分改用直写。";
    "Single flight" / "请求合并（single flight）";
    "Of several requests for a key that is not there one fetches it, and the others wait for it." / "多个请求访问同一个不在缓存中的键时，由其中一个获取，其他请求等待其结果。";
    "Lease" / "租约";
    "Who waits longer for another's fetch fetches itself. memcached at Facebook gives out a token for a key once in 10 s (Nishtala et al., NSDI 2013)."
        / "等待其他请求获取数据超过此时长的请求会自行获取。Facebook 的 memcached 对每个键每 10 s 只发放一个令牌（Nishtala et al., NSDI 2013）。";
    "Stale while revalidate" / "重新验证时返回过时内容";
    "After its time an entry is served for so long while one request renews it (RFC 5861)." / "条目到期后，在此时长内仍继续提供，同时由一个请求将其更新（RFC 5861）。";
    "Refresh ahead" / "提前刷新";
    "Of read-through: an entry that is asked for in the last share of its time is renewed in the background; 0: never."
        / "适用于直读：条目在其存活时间的最后这一比例内被请求时，会在后台更新；0：从不。";
    "Warm keys" / "预热的键";
    "The most popular keys, which are there at the start." / "启动时已在缓存中的最热门的键。";
    "Of one operation." / "一次操作的时间。";
    "Threads" / "线程";
    "Operations that a shard works on at once; Redis does one." / "一个分片同时处理的操作数；Redis 为一个。";
    "Operations that may wait at each shard." / "每个分片上可以等待的操作数。";
    "Price of a shard" / "分片价格";
    "Default: Amazon ElastiCache, cache.m6g.large, us-east-1 (aws.amazon.com/elasticache/pricing)."
        / "默认值：Amazon ElastiCache，cache.m6g.large，us-east-1（aws.amazon.com/elasticache/pricing）。";
    "Reads that found an entry that was good." / "找到有效条目的读取次数。";
    "Reads that found none, those that waited for another's fetch included." / "未找到有效条目的读取次数，包括等待其他请求获取数据的读取。";
    "Stale" / "过时";
    "Reads that were served an entry past its time." / "返回了已到期条目的读取次数。";
    "Reads that found an entry past its time and of no use." / "找到的条目已到期且无法使用的读取次数。";
    "Evictions" / "淘汰数";
    "Entries that went because there was no room." / "因空间不足而被淘汰的条目数。";
    "Misses that waited for another's fetch instead of fetching." / "等待其他请求获取数据而未自行获取的未命中次数。";
    "Fills" / "填充数";
    "Entries that came in." / "进入缓存的条目数。";
    "Writes that reached it." / "到达缓存的写入次数。";
    "Refreshes" / "刷新数";
    "Fetches of its own, in the background." / "缓存自行在后台获取数据的次数。";
    "Flushed" / "已刷写";
    "Writes that it passed on later." / "缓存稍后向后传递的写入次数。";
    "Lost writes" / "丢失的写入";
    "Writes acknowledged and gone before they were passed on." / "已确认但在向后传递之前丢失的写入次数。";
    "Operations turned away because the shard's queue was full." / "因分片的队列已满而被拒绝的操作数。";
    "Entries that it holds, those past their time included." / "缓存保存的条目数，包括已到期的条目。";
    "Operations at work." / "正在处理的操作数。";
    "Operations that wait for a thread." / "等待线程的操作数。";
    "Waiting for a fetch" / "等待获取";
    "Reads that wait for what another fetches." / "等待其他请求获取数据的读取数。";
    "Buffered" / "已缓冲";
    "Keys whose write is to be passed on." / "写入尚待向后传递的键数。";
    "Fetch wait" / "获取等待时间";
    "Of the reads that waited for what another fetched." / "等待其他请求获取数据的读取所等待的时间。";
    "Share of the reads that were answered from here, stale ones included." / "由缓存直接响应的读取所占的比例，包括过时的响应。";
    "What the entries take at the end." / "结束时条目占用的内存。";
    "Requests inside." / "内部的请求数。";
    "What the shards cost." / "分片的成本。";
    "Races: a value that is fetched while its key is written may be kept though it is old." / "竞态：如果在获取某个值的同时其键被写入，旧值可能仍被保存。";
    "The message that fills it in cache-aside: what a caller fetched is there at once." / "旁路缓存中填充缓存的消息：调用方获取的内容立即出现在缓存中。";
    "Replicas of shards, resharding, fragmentation and the cost of expiry: what is past its time goes when it is asked for or pushed out."
        / "分片的副本、重新分片、内存碎片以及过期处理的成本：已到期的内容在被请求或被挤出时才会删除。";

    // sql-database
    "SQL database" / "SQL 数据库";
    "A primary that takes writes, with row locks and so many connections, and replicas that share the reads." / "一个接受写入的主库，带有行锁和有限的连接数，另有分担读取的副本。";
    "Each instance takes so many; one more is refused. RDS for PostgreSQL sets memory / 9,531,392 bytes: about 400 of 4 GiB."
        / "每个实例接受的连接数；再多一个即被拒绝。RDS for PostgreSQL 设为内存 / 9,531,392 字节：4 GiB 时约为 400。";
    "Connection queue" / "连接队列";
    "Requests that may wait for a connection, as behind PgBouncer or RDS Proxy; 0: they are refused."
        / "可以等待连接的请求数，如同使用 PgBouncer 或 RDS Proxy 时；0：直接拒绝。";
    "Cores" / "核心";
    "Statements that each instance works on at once; others wait." / "每个实例同时处理的语句数；其余语句等待。";
    "Read time" / "读取时间";
    "Work of a read." / "一次读取的处理时间。";
    "Write time" / "写入时间";
    "Work of a statement that writes." / "一条写入语句的处理时间。";
    "Statements" / "语句";
    "Of a transaction that writes; its connection and its row lock are held to the end." / "一个写事务的语句数；其连接和行锁一直持有到事务结束。";
    "Between two statements of a transaction: the client's round trip and work. No core is taken, the lock is."
        / "事务的两条语句之间的时间：客户端的往返和处理。期间不占用核心，但持有锁。";
    "Row locks" / "行锁";
    "Two transactions that write the same key take turns." / "写入同一键的两个事务依次执行。";
    "Lock timeout" / "锁超时";
    "A transaction that waits longer for a lock fails; 0: never. 50 s is InnoDB's innodb_lock_wait_timeout."
        / "事务等待锁超过此时长即失败；0：永不超时。50 s 是 InnoDB 的 innodb_lock_wait_timeout。";
    "Read replicas" / "只读副本";
    "Copies beside the primary." / "主库之外的副本数。";
    "Reads go to" / "读取发往";
    "Replicas share reads in turn; the primary alone never answers with what is old." / "各副本轮流分担读取；仅从主库读取时，绝不会返回过时的内容。";
    "Primary" / "主库";
    "Primary and replicas" / "主库和副本";
    "Replication" / "复制";
    "Whether a write waits for replicas: for none, for all, or for a quorum of them (PostgreSQL: synchronous_standby_names, FIRST or ANY)."
        / "写入是否等待副本：不等待、等待全部，或等待其中的法定数（PostgreSQL：synchronous_standby_names，FIRST 或 ANY）。";
    "Quorum" / "法定数";
    "Of quorum replication: how many replicas must have a write." / "适用于法定数复制：必须有多少个副本收到写入。";
    "Acknowledgement" / "确认时间";
    "From a commit on the primary until one replica has said that it has it." / "从主库上提交到一个副本确认已收到的时间。";
    "Replication lag" / "复制滞后";
    "How far behind a replica is when it is read. Usually much less than 100 ms on Aurora (docs.aws.amazon.com, Replication with Amazon Aurora)."
        / "副本被读取时落后的时长。在 Aurora 上通常远小于 100 ms（docs.aws.amazon.com, Replication with Amazon Aurora）。";
    "From the loss of the primary until another takes writes. Typically 60 to 120 s on RDS Multi-AZ instances, under 35 s on clusters (docs.aws.amazon.com, Failing over a Multi-AZ DB instance)."
        / "从失去主库到另一个实例接受写入的时间。RDS Multi-AZ 实例通常为 60 至 120 s，集群低于 35 s（docs.aws.amazon.com, Failing over a Multi-AZ DB instance）。";
    "During a failover" / "故障转移期间";
    "What has to go to the primary fails, or waits for the new one as behind RDS Proxy." / "必须发往主库的请求会失败，或者等待新主库，如同使用 RDS Proxy 时。";
    "Fails" / "失败";
    "Waits" / "等待";
    "Price of an instance" / "实例价格";
    "Primary and replicas alike. Default: RDS for PostgreSQL, db.t4g.medium (2 vCPU, 4 GiB), single AZ, us-east-1, 2026 (aws.amazon.com/rds/postgresql/pricing)."
        / "主库和副本价格相同。默认值：RDS for PostgreSQL，db.t4g.medium（2 vCPU，4 GiB），单可用区，us-east-1，2026 年（aws.amazon.com/rds/postgresql/pricing）。";
    "Reads done." / "完成的读取次数。";
    "Transactions committed." / "已提交的事务数。";
    "Refused connections" / "被拒绝的连接";
    "Requests turned away because every connection was taken." / "因所有连接都被占用而被拒绝的请求数。";
    "Lock waits" / "锁等待次数";
    "Transactions that had to wait for a row lock." / "不得不等待行锁的事务数。";
    "Lock timeouts" / "锁超时次数";
    "Transactions that waited too long for a row lock." / "等待行锁过久的事务数。";
    "Replica reads" / "副本读取";
    "Reads begun at a replica." / "在副本上开始的读取次数。";
    "Stale reads" / "过时读取";
    "Reads at a replica of a key whose last write had not come there yet." / "在副本上读取某个键时，其最近一次写入尚未到达该副本的读取次数。";
    "Failed by failover" / "故障转移导致的失败";
    "Requests that failed because there was no primary." / "因没有主库而失败的请求数。";
    "Committed transactions that no replica had when the primary was lost." / "失去主库时，已提交但尚无任何副本收到的事务数。";
    "Connections taken" / "已占用连接";
    "Connections that requests hold, idle ones included." / "请求持有的连接数，包括空闲的连接。";
    "Statements at work." / "正在处理的语句数。";
    "Requests that wait for a connection or for a core." / "等待连接或核心的请求数。";
    "Waiting for locks" / "等待锁";
    "Transactions that wait for a row lock." / "等待行锁的事务数。";
    "Lock wait" / "锁等待时间";
    "Of the transactions that had to wait for a lock and got it." / "不得不等待锁且最终获得锁的事务所等待的时间。";
    "Commit wait" / "提交等待时间";
    "Time a transaction waited for replicas, 0 of asynchronous replication." / "事务等待副本的时间，异步复制时为 0。";
    "Share of the cores at work, over time." / "处于工作状态的核心所占比例，按时间平均。";
    "Share of the reads at replicas that were stale." / "副本上的读取中，读到过时内容的比例。";
    "What the instances cost." / "实例的成本。";
    "Deadlocks: a transaction locks one row. Reads take no locks, as under multi-version concurrency control." / "死锁：一个事务只锁一行。读取不加锁，与多版本并发控制下相同。";
    "Plans, indexes, buffer pool, disk and vacuum: a statement takes its time, whatever the data." / "执行计划、索引、缓冲池、磁盘和 vacuum：一条语句花费设定的时间，与数据无关。";
    "The order of a replica's log: its lag is drawn anew for each read. Of the last 65,536 writes it is known when they were."
        / "副本日志的顺序：每次读取都重新抽取其滞后。只记录最近 65,536 次写入的发生时间。";
    "Storage, backups, standby instances and traffic in the bill." / "账单中的存储、备份、备用实例和流量。";

    // key-value-store
    "Key-value store" / "键值存储";
    "A managed store whose keys are spread over partitions, each with so many reads and writes a second." / "托管存储，键分散到多个分区，每个分区每秒可承受一定数量的读取和写入。";
    "Partitions" / "分区";
    "Parts that keys are spread over; each has limits of its own." / "键所分散到的各个部分；每个分区有各自的上限。";
    "Capacity mode" / "容量模式";
    "On demand is limited by the partitions alone and paid by the request; provisioned is limited and paid by the units set."
        / "按需模式只受分区限制，按请求付费；预置模式按所设的单位受限并付费。";
    "On demand" / "按需";
    "Provisioned" / "预置";
    "Read units" / "读取单位";
    "Provisioned: strongly consistent reads of 4 KB a second." / "预置模式：每秒可执行的 4 KB 强一致性读取的次数。";
    "Write units" / "写入单位";
    "Provisioned: writes of 1 KB a second." / "预置模式：每秒可执行的 1 KB 写入的次数。";
    "Adaptive capacity" / "自适应容量";
    "A hot partition may use what the table has left, up to the partition's own limits." / "热点分区可以使用表中剩余的容量，但不超过该分区自身的上限。";
    "Eventually consistent reads" / "最终一致性读取";
    "They cost half a unit." / "每次消耗半个单位。";
    "Partition by key" / "按键分区";
    "Whether a request goes to the partition of what it is about, so that popular keys heat theirs; else it goes to any."
        / "请求是否发往其对应键所在的分区，从而使热门键所在的分区成为热点；否则发往任意分区。";
    "Item size" / "数据项大小";
    "What one read or write moves." / "一次读取或写入所传输的数据量。";
    "Share of the requests that go to one partition; the rest is spread evenly." / "发往同一个分区的请求所占比例；其余请求均匀分布。";
    "Share of reads that find their key; a route may go on for a miss only." / "读取时能找到键的比例；路由可以设为仅在未命中时继续。";
    "Of a read that is let through. DynamoDB promises single-digit milliseconds." / "一次放行的读取所需的时间。DynamoDB 承诺个位数毫秒。";
    "Of a write that is let through." / "一次放行的写入所需的时间。";
    "Copies of each item (N), each of which is read or written on its own time; 1 leaves copies to the store."
        / "每个数据项的副本数（N），每个副本的读写各自计时；1 表示副本由存储自行管理。";
    "Read quorum" / "读法定数";
    "Answers of replicas that a read waits for (R), of all that it asks." / "一次读取在其询问的所有副本中需要等待多少个副本的响应（R）。";
    "Write quorum" / "写法定数";
    "Answers of replicas that a write waits for (W). With R + W more than N every read meets the last write."
        / "一次写入需要等待多少个副本的响应（W）。当 R + W 大于 N 时，每次读取都能读到最后一次写入。";
    "Read repair" / "读修复";
    "Whether a read that meets a replica which is behind brings it up to date." / "读取遇到落后的副本时，是否将其更新到最新。";
    "Price of a read unit" / "读取单位价格";
    "On demand. Default: DynamoDB, us-east-1, November 2026: $0.125 a million (aws.amazon.com/dynamodb/pricing/on-demand)."
        / "按需模式。默认值：DynamoDB，us-east-1，2026 年 11 月：每百万个 $0.125（aws.amazon.com/dynamodb/pricing/on-demand）。";
    "Price of a write unit" / "写入单位价格";
    "On demand. Default: DynamoDB, us-east-1, November 2026: $0.625 a million." / "按需模式。默认值：DynamoDB，us-east-1，2026 年 11 月：每百万个 $0.625。";
    "Price of a provisioned read unit" / "预置读取单位价格";
    "Default: DynamoDB, us-east-1 (aws.amazon.com/dynamodb/pricing/provisioned)."
        / "默认值：DynamoDB，us-east-1（aws.amazon.com/dynamodb/pricing/provisioned）。";
    "Price of a provisioned write unit" / "预置写入单位价格";
    "Default: DynamoDB, us-east-1." / "默认值：DynamoDB，us-east-1。";
    "Reads let through." / "放行的读取。";
    "Writes let through." / "放行的写入。";
    "Calls refused because a partition or the table was out of units." / "因分区或表的单位耗尽而被拒绝的调用。";
    "Reads that found nothing." / "没有找到任何内容的读取。";
    "Reads that met no replica with the last write that was answered before." / "所询问的副本中，没有一个含有此前已得到响应的最后一次写入的读取。";
    "Repairs" / "修复";
    "Replicas that a read brought up to date." / "因读取而更新到最新的副本。";
    "Unavailable" / "不可用";
    "Calls refused because fewer replicas were there than they wait for." / "因可用副本数少于需要等待的副本数而被拒绝的调用。";
    "Inconsistency" / "不一致时长";
    "From when a write was answered until the last of the replicas had it, where there are several." / "存在多个副本时，从写入得到响应到最后一个副本获得该写入的时间。";
    "Consumed units" / "已消耗单位";
    "Read and write units used a second." / "每秒使用的读取和写入单位。";
    "What capacity and requests cost." / "容量和请求的成本。";
    "Splitting of partitions as they fill or heat up." / "分区在写满或变热时的拆分。";
    "What is stored under a key: a read misses by chance." / "键下存储的内容：读取按概率未命中。";
    "Hinted handoff, and what a replica misses while it is away: it comes back with everything." / "提示移交（hinted handoff），以及副本离线期间错过的内容：它恢复时数据齐全。";
    "Storage, indexes, streams and backups in the bill." / "账单中的存储、索引、流和备份。";

    // search-index
    "Search index" / "搜索索引";
    "Text in shards: a query asks them all and is as slow as the slowest, and what is written is found after a refresh."
        / "按分片存放的文本：一次查询会询问所有分片，速度取决于最慢的分片；写入的内容在刷新后才能查到。";
    "Parts of the index, each of which every query asks." / "索引的各个部分，每次查询都会询问全部分片。";
    "Copies of each shard beside the first, which share the queries." / "每个分片除第一份之外的副本，共同分担查询。";
    "Slots" / "槽位";
    "Parts of the work that each copy does at once. Elasticsearch: cores x 3 / 2 + 1." / "每个副本同时处理的分片操作数。Elasticsearch：核心数 x 3 / 2 + 1。";
    "Parts of queries that may wait at each copy; 1,000 in Elasticsearch." / "每个副本上可以等待的分片查询数；在 Elasticsearch 中为 1,000。";
    "Copy asked" / "副本选择";
    "Adaptive: of each shard the copy with the least to do; else one after the other." / "自适应：每个分片选择待处理工作最少的副本；否则依次轮流。";
    "Adaptive" / "自适应";
    "Query time" / "查询时间";
    "Of one shard's part of a query." / "查询在一个分片上的那部分所需的时间。";
    "Indexing time" / "索引时间";
    "Of a document, on each copy of its shard." / "一个文档在其分片的每个副本上所需的时间。";
    "Merge time" / "合并时间";
    "To put the shards' answers together and fetch what is shown." / "合并各分片的响应并取回要展示内容所需的时间。";
    "Refresh interval" / "刷新间隔";
    "What is written is found after the next refresh; 0: at once. 1 s in Elasticsearch." / "写入的内容在下一次刷新后才能查到；0 表示立即。在 Elasticsearch 中为 1 s。";
    "Price of a copy" / "副本价格";
    "Of the node that holds one copy of one shard. Default: Amazon OpenSearch Service, r6g.large.search, us-east-1 (aws.amazon.com/opensearch-service/pricing)."
        / "承载一个分片的一个副本的节点价格。默认值：Amazon OpenSearch Service，r6g.large.search，us-east-1（aws.amazon.com/opensearch-service/pricing）。";
    "Queries" / "查询";
    "Queries answered." / "得到响应的查询。";
    "Documents written." / "写入的文档。";
    "Rejected" / "被拒绝";
    "Calls refused because a copy that they needed had its queue full." / "因所需副本的队列已满而被拒绝的调用。";
    "Queries about a key whose last write was not yet found." / "所涉键的最后一次写入尚不能查到的查询。";
    "Parts of the work that copies do." / "各副本正在处理的分片操作。";
    "Parts of the work that wait at copies." / "在各副本处等待的分片操作。";
    "Shard" / "分片";
    "Of each part of a query, its wait included." / "查询的每个分片部分所用的时间，包括等待。";
    "Slowest shard" / "最慢分片";
    "Until the last shard has answered a query." / "直到最后一个分片对查询作出响应的时间。";
    "Share of the copies' slots at work, over time." / "各副本处于工作状态的槽位所占比例，按时间平均。";
    "Share of the queries that were stale." / "查询中返回过时内容的比例。";
    "Calls inside." / "正在内部处理的调用。";
    "What the copies cost." / "各副本的成本。";
    "Partial answers: a query that one shard cannot take fails as a whole." / "部分响应：只要有一个分片无法接受，查询就整体失败。";
    "What refreshing and merging of segments cost, and caches of queries." / "段刷新和合并的开销，以及查询缓存。";
    "A copy that is lost is missed and not rebuilt elsewhere." / "丢失的副本就此缺失，不会在其他位置重建。";

    // vector-index
    "Vector index" / "向量索引";
    "Embeddings in shards: a query looks for the nearest in each and is as slow as the slowest." / "按分片存放的嵌入向量：一次查询在每个分片中查找最近邻，速度取决于最慢的分片。";
    "Vectors" / "向量数";
    "In all shards together." / "所有分片合计。";
    "Dimensions" / "维数";
    "Of a vector, four bytes each." / "一个向量的维数，每维四个字节。";
    "Index" / "索引";
    "HNSW: a graph of neighbours. Inverted file: lists around centroids. Flat: every vector is compared."
        / "HNSW：由邻居构成的图。倒排文件：围绕质心的列表。扁平：与每个向量逐一比较。";
    "HNSW" / "HNSW";
    "Inverted file" / "倒排文件";
    "Flat" / "扁平";
    "Neighbours" / "邻居数";
    "Of HNSW: links of a vector. 16 in Elasticsearch." / "用于 HNSW：一个向量的连接数。在 Elasticsearch 中为 16。";
    "Candidates" / "候选数";
    "Of HNSW: kept while it searches; more find more, and take longer." / "用于 HNSW：搜索时保留的候选数；越多找到的越多，耗时也越长。";
    "Candidates when building" / "构建时的候选数";
    "Of HNSW: kept while a vector is put in. 100 in Elasticsearch." / "用于 HNSW：插入向量时保留的候选数。在 Elasticsearch 中为 100。";
    "Lists probed" / "探查列表数";
    "Of an inverted file, which has four times the square root of its vectors as lists, the least that Faiss' guidelines advise."
        / "用于倒排文件，其列表数为向量数平方根的四倍，即 Faiss 指南建议的最小值。";
    "Time a dimension" / "每维时间";
    "Of one distance. Default: four bytes from memory at 16 GB/s." / "一次距离计算中每维的时间。默认值：以 16 GB/s 从内存读取四个字节。";
    "Of each shard's part of a query, and of each write, beside the distances." / "除距离计算外，查询的每个分片部分以及每次写入的开销。";
    "What the vectors take in all copies; of HNSW 1.1 x (4 x dimensions + 8 x neighbours) bytes each (OpenSearch, k-NN index)."
        / "向量在所有副本中占用的内存；对于 HNSW，每个向量为 1.1 x（4 x 维数 + 8 x 邻居数）字节（OpenSearch，k-NN index）。";
    "Recall: more candidates or lists find more of the nearest, by how much depends on the data. Filters, and vectors on disk."
        / "召回率：候选或列表越多，找到的最近邻越多，具体多多少取决于数据。过滤条件，以及磁盘上的向量。";

    // object-storage
    "Object storage" / "对象存储";
    "Keeps whole objects by name, without end and without hurry: so many requests a second for each prefix."
        / "按名称保存完整对象，容量无限但不求快：每个前缀每秒可承受一定数量的请求。";
    "Prefixes" / "前缀";
    "Parts of the names that keys are spread over; each has request limits of its own." / "对象名称的前缀，键分散到各个前缀；每个前缀有各自的请求上限。";
    "Reads a second" / "每秒读取数";
    "Of each prefix; beyond it answers 503 Slow Down. 5,500 on S3." / "每个前缀的上限；超出时响应 503 Slow Down。在 S3 上为 5,500。";
    "Writes a second" / "每秒写入数";
    "Of each prefix. 3,500 on S3." / "每个前缀的上限。在 S3 上为 3,500。";
    "First byte" / "首字节";
    "Until an object begins to come, or a written one is acknowledged. Roughly 100 to 200 ms on S3."
        / "直到对象开始返回，或写入的对象得到确认的时间。在 S3 上约为 100 到 200 ms。";
    "Bandwidth" / "带宽";
    "Bytes a second of one connection. For S3 AWS reckons with 85 to 90 MB/s." / "单个连接每秒传输的字节数。对于 S3，AWS 按 85 到 90 MB/s 估算。";
    "Object size" / "对象大小";
    "Where the class of a request has no size of its own." / "请求类别没有自己的大小时使用。";
    "Part size" / "分段大小";
    "Larger objects go in parts, side by side; 0: in one piece. The AWS command line cuts at 8 MB." / "更大的对象分段并行传输；0 表示整体传输。AWS 命令行按 8 MB 切分。";
    "Connections for parts" / "分段连接数";
    "Parts of one object that go at once. 10 by the AWS command line." / "一个对象同时传输的分段数。AWS 命令行为 10。";
    "Storage class" / "存储类别";
    "What storing, asking and fetching cost, and on Express One Zone a first byte in a tenth of the time."
        / "决定存储、请求和取回的成本；使用 Express One Zone 时，首字节时间为十分之一。";
    "Standard" / "标准";
    "Standard-Infrequent Access" / "标准-不频繁访问";
    "Glacier Instant Retrieval" / "Glacier Instant Retrieval";
    "Express One Zone" / "Express One Zone";
    "What is kept, for the bill." / "保存的数据量，用于计算账单。";
    "Price factor" / "价格系数";
    "What the prices of S3, us-east-1, are times (aws.amazon.com/s3/pricing): Standard $0.005 a thousand writes, $0.0004 a thousand reads, $0.023 a GB and month."
        / "S3（us-east-1）价格乘以的倍数（aws.amazon.com/s3/pricing）：标准类别每千次写入 $0.005，每千次读取 $0.0004，每 GB 每月 $0.023。";
    "Objects read." / "读取的对象。";
    "Objects written." / "写入的对象。";
    "That were let through, those for parts included." / "放行的请求，包括分段的请求。";
    "Slow downs" / "Slow Down 次数";
    "Calls refused because a prefix was at its limit." / "因前缀达到上限而被拒绝的调用。";
    "Bytes read" / "读取字节数";
    "Of objects." / "对象的字节数。";
    "Bytes written" / "写入字节数";
    "Of objects in one piece." / "整体传输的对象的首字节时间。";
    "Throughput" / "吞吐量";
    "Bytes a second, read and written." / "每秒读取和写入的字节数。";
    "Transfers under way." / "正在进行的传输。";
    "What storing, requests and retrieval cost." / "存储、请求和取回的成本。";
    "A prefix that is split as it stays busy: its limit stays." / "前缀持续繁忙时的拆分：其上限保持不变。";
    "Traffic out of the region in the bill, shortest storage times and smallest billed sizes." / "账单中流出地域的流量、最短存储时间和最小计费大小。";
    "Objects that are not there, versions, and restoring from an archive that is offline." / "不存在的对象、版本，以及从离线归档中恢复。";

    // queue
    "Queue" / "队列";
    "Keeps messages until a consumer has dealt with them; whoever sends does not wait for that." / "保存消息，直到消费者处理完毕；发送方不必等待处理。";
    "Send time" / "发送时间";
    "Until a message is stored and its sender knows." / "直到消息存储完毕且发送方得知的时间。";
    "Delivery delay" / "投递延迟";
    "How long a new message is held back." / "新消息被暂缓投递的时间。";
    "Visibility timeout" / "可见性超时";
    "How long a received message is hidden from other consumers. 30 s is Amazon SQS's default." / "消息被接收后对其他消费者隐藏的时间。30 s 是 Amazon SQS 的默认值。";
    "Receives before dead letter" / "进入死信前的接收次数";
    "A message received so often without success goes to the dead letters; 0: never." / "消息被接收达到此次数仍未成功时转入死信；0 表示永不转入。";
    "Consumers" / "消费者";
    "Messages being dealt with at once; 0: as many as the nodes it calls have slots." / "同时处理的消息数；0 表示与其调用的节点的槽位数相同。";
    "FIFO groups" / "FIFO 组";
    "Keys fall into so many groups; the messages of one are dealt with one after the other, in order. 0: in any order, all at once."
        / "键分为这么多个组；同一组的消息按顺序逐条处理。0 表示不限顺序，同时处理。";
    "Retention" / "保留期";
    "A message older than this is dropped. 4 days is Amazon SQS's default, 14 days its most." / "超过该时长的消息会被丢弃。4 天是 Amazon SQS 的默认值，14 天是其最大值。";
    "Messages it holds; one more is refused." / "可容纳的消息数；再多一条就会被拒绝。";
    "Price of a message" / "每条消息价格";
    "Send, receive and delete. Default: Amazon SQS, us-east-1: three requests at $0.40 a million (aws.amazon.com/sqs/pricing)."
        / "发送、接收与删除。默认值：Amazon SQS，us-east-1：三个请求，每百万个 $0.40（aws.amazon.com/sqs/pricing）。";
    "Sent" / "已发送";
    "Messages stored." / "已存储的消息数。";
    "Received" / "已接收";
    "Times a message was handed to a consumer." / "消息交给消费者的次数。";
    "Deleted" / "已删除";
    "Messages dealt with." / "已处理完毕的消息数。";
    "Redelivered" / "重新投递";
    "Times a message was handed out again." / "消息再次交给消费者的次数。";
    "Messages given up after too many receives." / "接收次数过多而被放弃的消息数。";
    "Messages turned away because the queue was full." / "因队列已满而被拒绝的消息数。";
    "Messages dropped because they were older than the retention." / "因超过保留期而被丢弃的消息数。";
    "Depth" / "深度";
    "Messages that wait: visible, held back, or behind another of their group." / "等待中的消息数：可见的、被暂缓的，或排在同组其他消息之后的。";
    "Receives being dealt with." / "正在处理的接收数。";
    "From sending to the first receive." / "从发送到首次接收的时间。";
    "Age" / "消息年龄";
    "From sending to success." / "从发送到处理成功的时间。";
    "Age of the oldest" / "最旧消息年龄";
    "How long ago the oldest message that is not dealt with was sent, on average over time; 0 while there is none."
        / "最旧的未处理完的消息自发送以来经过的时间，按时间平均；没有此类消息时为 0。";
    "Greatest age of the oldest" / "最旧消息的最大年龄";
    "The most that the age of the oldest message was." / "最旧消息年龄的最大值。";
    "What the messages cost." / "消息的成本。";
    "Batches and long polling: a message is handed out as soon as a consumer is free." / "批量收发与长轮询：一有消费者空闲，消息就会交给它。";
    "The rate to which Amazon SQS limits FIFO queues, and its removal of duplicates." / "Amazon SQS 对 FIFO 队列的速率上限，以及其去重功能。";
    "The queue that dead letters go to: they are counted." / "存放死信的队列：死信只计数。";

    // event-stream
    "Event stream" / "事件流";
    "A log of records in partitions, each kept in order on several replicas and read by every consumer group at its own pace."
        / "按分区存储的记录日志，每个分区在多个副本上按序保存，各消费者组按自己的节奏读取。";
    "Parts of the log, by key. Each is written by one leader and read by one consumer of a group: they bound both."
        / "日志按键划分的部分。每个分区由一个主节点写入，由组内的一个消费者读取：两者都受分区数限制。";
    "Acknowledgements" / "确认";
    "What a producer waits for: all replicas that are in sync, the leader, or nothing." / "生产者等待什么：所有同步副本、主节点，或什么都不等。";
    "All in sync" / "所有同步副本";
    "Leader" / "主节点";
    "Copies of each partition, its leader among them." / "每个分区的副本数，包括主节点。";
    "Minimum in sync" / "最少同步副本数";
    "With fewer replicas a record that asks for all acknowledgements is refused (Kafka: min.insync.replicas)."
        / "同步副本少于该值时，要求全部确认的记录会被拒绝（Kafka：min.insync.replicas）。";
    "Append time" / "追加时间";
    "Of a leader for one record; those of a partition are written one after the other." / "主节点写入一条记录的时间；同一分区的记录依次写入。";
    "Replication time" / "复制时间";
    "Until a follower has a record and the leader knows. An order of magnitude: from producer to consumer LinkedIn measured 2 ms in the median and 3 ms in the 99th percentile (engineering.linkedin.com, 2014)."
        / "直到某个从节点收到记录且主节点得知所需的时间。量级参考：LinkedIn 测得从生产者到消费者的延迟中位数为 2 ms，第 99 百分位为 3 ms（engineering.linkedin.com, 2014）。";
    "Producer buffer" / "生产者缓冲区";
    "Records that may wait for the leader of one partition; one more is refused." / "可等待某一分区主节点的记录数；再多一条就会被拒绝。";
    "Election time" / "选举时间";
    "After a failover, until partitions have leaders again." / "故障转移之后，直到分区重新有主节点所需的时间。";
    "A record older than this is dropped, read or not. 7 days is Kafka's default (log.retention.hours)."
        / "超过该时长的记录会被丢弃，无论是否已读取。7 天是 Kafka 的默认值（log.retention.hours）。";
    "Records kept" / "保留的记录数";
    "The most that one partition keeps of what is not read; the oldest goes." / "一个分区最多保留的未读记录数；超出时丢弃最旧的。";
    "Consumers of a group" / "组内消费者数";
    "How many share the partitions in each group; 0: as many as there are partitions. More have nothing to do."
        / "每个组中分担分区的消费者数；0：与分区数相同。多出的消费者无事可做。";
    "Delivery" / "投递方式";
    "What a consumer makes of a batch: a call for each record, one after the other, or one call for all." / "消费者如何处理一批记录：逐条依次调用，或整批一次调用。";
    "Record by record" / "逐条";
    "Batch by batch" / "逐批";
    "Batch" / "批大小";
    "The most records a consumer fetches at once. 500 is Kafka's default (max.poll.records)." / "消费者一次拉取的最大记录数。500 是 Kafka 的默认值（max.poll.records）。";
    "Poll time" / "拉取时间";
    "Of a fetch, from when a consumer asks until it has its batch." / "一次拉取的时间，从消费者请求到取得整批记录。";
    "Attempts" / "尝试次数";
    "A record that fails so often goes to the dead letters, and holds up its partition until then; 0: for ever. 10 in Spring for Apache Kafka."
        / "失败达到该次数的记录进入死信，在此之前会阻塞其分区；0：无限次。Spring for Apache Kafka 中为 10。";
    "Retry delay" / "重试延迟";
    "Before a record that failed is tried again." / "失败的记录再次尝试之前的等待时间。";
    "Rebalance time" / "再均衡时间";
    "How long a group does not read when consumers have come or gone. Kafka waits 3 s for others when a group is new (group.initial.rebalance.delay.ms); after that it depends on the consumers."
        / "消费者加入或离开后，组暂停读取的时长。新建组时，Kafka 会等待其他消费者 3 s（group.initial.rebalance.delay.ms）；此后取决于消费者。";
    "Price of a partition" / "每分区价格";
    "Default: Amazon Kinesis Data Streams, provisioned, us-east-1: $0.015 a shard and hour (aws.amazon.com/kinesis/data-streams/pricing)."
        / "默认值：Amazon Kinesis Data Streams，预置模式，us-east-1：每分片每小时 $0.015（aws.amazon.com/kinesis/data-streams/pricing）。";
    "Price of a record" / "每条记录价格";
    "Default: Amazon Kinesis, us-east-1: $0.014 a million of up to 25 KB." / "默认值：Amazon Kinesis，us-east-1：每百万条 $0.014，每条不超过 25 KB。";
    "Records" / "记录数";
    "Records appended: how far the log has grown." / "追加的记录数：日志增长到的位置。";
    "Records turned away: no leader, too few replicas in sync, or too many waiting." / "被拒绝的记录数：没有主节点、同步副本过少，或等待的记录过多。";
    "Consumed" / "已消费";
    "Records that a group is done with, of all groups." / "组已处理完毕的记录数，所有组合计。";
    "Retried" / "已重试";
    "Records given to a consumer again because it had failed with them." / "因消费者处理失败而再次交给消费者的记录数。";
    "Read again" / "重复读取";
    "Records read again after a rebalance, because their offset was not committed." / "因位移未提交，在再均衡之后再次读取的记录数。";
    "Records that a group gave up." / "被组放弃的记录数。";
    "Lost" / "丢失";
    "Records dropped by retention before a group had read them." / "组尚未读取就因超过保留期而被丢弃的记录数。";
    "Rebalances" / "再均衡次数";
    "Times that consumers came or went." / "消费者加入或离开的次数。";
    "Lag" / "滞后";
    "Records appended and not yet committed, of all partitions and groups." / "已追加但尚未提交的记录数，所有分区和组合计。";
    "Reading" / "读取中";
    "Batches that consumers are at." / "消费者正在处理的批数。";
    "Append" / "追加";
    "From when a record came until it was in the log of its leader." / "从记录到达到写入其主节点日志的时间。";
    "From when a record was appended until a group was done with it." / "从记录追加到组处理完毕的时间。";
    "Greatest lag of a partition" / "单分区最大滞后";
    "The most that one group was behind in one partition." / "一个组在一个分区中落后的最大值。";
    "Share of the hottest partition" / "最热分区占比";
    "Of all records, those in the fullest partition." / "全部记录中，位于记录最多的分区的占比。";
    "What partitions and records cost." / "分区与记录的成本。";
    "Batches of producers, compression and sizes: a record is a record." / "生产者的批量发送、压缩与大小：每条记录都同等对待。";
    "A follower that is lost leaves the replicas in sync at once, and one that returns has caught up." / "失联的从节点立即退出同步副本集合，恢复的从节点视为已追上。";
    "Records that a failed leader had acknowledged and not copied: a failover loses time and no records." / "故障的主节点已确认但未复制的记录：故障转移只损失时间，不丢失记录。";
    "Which consumer reads which partition: whoever is free reads the next that has something." / "哪个消费者读取哪个分区：谁空闲，谁就读取下一个有记录的分区。";

    // topic
    "Topic" / "主题";
    "Gives each subscriber a copy of every message that its filter lets through; whoever publishes does not wait for them."
        / "每条消息都会向过滤器放行它的每个订阅者各投递一份副本；发布者不等待订阅者。";
    "Publish time" / "发布时间";
    "Until a message is stored and its publisher knows." / "消息存储完成且发布者得知所需的时间。";
    "Dispatch time" / "分发时间";
    "From there until a subscriber's copy sets out, for each of them." / "从那时起到订阅者的副本发出的时间，对每个订阅者分别计算。";
    "Publish limit" / "发布上限";
    "Messages a second that it takes, of which a second's worth may come at once. 30,000 is an account's quota for Amazon SNS standard topics in us-east-1; most regions give less (docs.aws.amazon.com/general/latest/gr/sns.html)."
        / "每秒接收的消息数，其中一秒的量可以同时到达。30,000 是 us-east-1 中 Amazon SNS 标准主题的账户配额；多数地域的配额更低（docs.aws.amazon.com/general/latest/gr/sns.html）。";
    "Default: Amazon SNS, us-east-1, June 2026: $0.50 a million (aws.amazon.com/sns/pricing)."
        / "默认值：Amazon SNS，us-east-1，2026 年 6 月：每百万条 $0.50（aws.amazon.com/sns/pricing）。";
    "Price of a delivery" / "每次投递价格";
    "Default: Amazon SNS to HTTP, us-east-1, June 2026: $0.60 a million; to SQS and Lambda it is free."
        / "默认值：Amazon SNS 到 HTTP，us-east-1，2026 年 6 月：每百万次 $0.60；到 SQS 和 Lambda 免费。";
    "Published" / "已发布";
    "Throttled" / "被限流";
    "Messages turned away because too many were published." / "因发布过多而被拒绝的消息数。";
    "Delivered" / "已投递";
    "Copies that a subscriber has taken." / "订阅者已接收的消息副本数。";
    "Filtered" / "已过滤";
    "Copies that a subscription's filter held back." / "被订阅的过滤器拦下的消息副本数。";
    "Copies that a subscriber has not taken after its last retry." / "最后一次重试后订阅者仍未接收的消息副本数。";
    "Delivering" / "投递中";
    "Copies on their way, waits between retries included." / "投递途中的消息副本数，包括重试之间的等待。";
    "From when a message was stored until a subscriber has taken its copy." / "从消息存储到订阅者接收其副本的时间。";
    "What messages and deliveries cost." / "消息与投递的成本。";
    "FIFO topics: copies overtake each other." / "FIFO 主题：消息副本可能彼此超越。";
    "The content of filters: a filter is a share of the messages." / "过滤器的内容：过滤器只是放行一定比例的消息。";
    "Batches of messages." / "消息的批量发布与投递。";

    // lock-service
    "Lock service" / "锁服务";
    "A consensus group that gives out locks by key: a leader, a majority for every change, leases that end, and tokens that tell who came later."
        / "按键发放锁的共识组：一个领导者，每次变更需要多数派同意，租约会到期，并用令牌区分持有者的先后。";
    "Nodes" / "节点数";
    "Members of the group; more than half of them must be there." / "组的成员数；必须有超过半数在线。";
    "Disk time" / "磁盘时间";
    "Until the leader has written a change down. etcd asks for less than 10 ms in the 99th percentile (etcd.io/docs, Metrics)."
        / "领导者将一次变更落盘所需的时间。etcd 要求第 99 百分位低于 10 ms（etcd.io/docs, Metrics）。";
    "Acknowledgement time" / "确认时间";
    "Of a follower: there, written down, and back." / "一个从节点的确认时间：变更送达、落盘并返回确认。";
    "Election timeout" / "选举超时";
    "From when the leader is gone until a follower asks for votes. etcd's election timeout is 1 s, and up to twice that at random."
        / "从领导者失联到某个从节点请求投票的时间。etcd 的选举超时为 1 s，随机最长可达其两倍。";
    "How long a lock is its holder's who does not give it back." / "持有者不归还锁时，锁归其所有的时长。";
    "Hold time" / "持有时间";
    "What a holder has to do before it gives its lock back." / "持有者归还锁之前完成工作所需的时间。";
    "Fencing tokens" / "防护令牌（fencing token）";
    "Whether what locks protect turns down a holder that another has come after, by the number of its lock." / "锁所保护的资源是否根据锁的编号，拒绝在其之后锁已被他人获得的持有者。";
    "Callers that may wait for one lock; one more is refused." / "可等待同一把锁的调用方数；再多一个就会被拒绝。";
    "Price of a node" / "每节点价格";
    "Default: Amazon EC2 m6i.large, us-east-1, on demand (aws.amazon.com/ec2/pricing/on-demand)."
        / "默认值：Amazon EC2 m6i.large，us-east-1，按需（aws.amazon.com/ec2/pricing/on-demand）。";
    "Callers that asked for a lock." / "请求锁的调用方数。";
    "Acquisitions" / "获取次数";
    "Locks given; the last fencing token." / "发放的锁数；即最后一个防护令牌。";
    "Callers that had to wait, because another had the lock." / "因锁被他人持有而不得不等待的调用方数。";
    "Callers turned away because there was no leader or no majority." / "因没有领导者或没有多数派而被拒绝的调用方数。";
    "Callers turned away because too many waited." / "因等待者过多而被拒绝的调用方数。";
    "Elections" / "选举次数";
    "Times that a leader had to be chosen." / "需要选出领导者的次数。";
    "Expired leases" / "过期租约";
    "Locks that their holder did not give back in time." / "持有者未及时归还的锁数。";
    "Violations" / "违规次数";
    "Locks given while one who had lost it still used it." / "已失去锁的持有者仍在使用时，该锁又被发放的次数。";
    "Fenced" / "已防护";
    "The same where tokens kept the one who had lost it from doing harm." / "同样的情况，但令牌阻止了已失去锁的持有者造成损害。";
    "Held" / "被持有";
    "Locks that somebody has." / "有人持有的锁数。";
    "Callers that wait for a lock." / "等待锁的调用方数。";
    "Until the lock was free, of every caller that got it; 0 where nobody had it." / "直到锁空闲的等待时间，统计所有获得锁的调用方；锁无人持有时为 0。";
    "Commit" / "提交";
    "Until a majority knew who has the lock." / "直到多数派得知谁持有锁的时间。";
    "What the nodes cost." / "节点的成本。";
    "Renewal of leases, and holders that stand still for a while and go on." / "租约续期，以及停顿一段时间后继续运行的持有者。";
    "The leader's own limit: it takes any number of changes at once." / "领导者自身的上限：它可同时接受任意数量的变更。";
    "Changes that are under way when the leader is lost: they are made all the same." / "领导者失联时正在进行的变更：它们仍会完成。";
    "Locks that are given up by callers who never learned that they had them: they are held as all others." / "调用方从未得知自己已获得便放弃的锁：与其他锁一样被持有。";

    // third-party
    "Third party" / "第三方服务";
    "A service of somebody else, with a price a call, a quota and outages that are not yours to mend." / "他人提供的服务，有每次调用的价格、配额，以及无法由你修复的中断。";
    "Of a call that is let through." / "一次放行的调用的延迟。";
    "Quota a second" / "每秒配额";
    "Calls let through; others get 429. Default: Geocoding of Google Maps Platform, 3,000 a minute (developers.google.com/maps/documentation/geocoding/usage-and-billing)."
        / "放行的调用数；其余调用收到 429。默认值：Google Maps Platform 的 Geocoding，每分钟 3,000 次（developers.google.com/maps/documentation/geocoding/usage-and-billing）。";
    "Calls that may come at once after a pause." / "停顿之后可以同时到达的调用数。";
    "Quota a day" / "每日配额";
    "Calls let through from one midnight to the next, the run beginning at one; 0: no end." / "从一个午夜到下一个午夜放行的调用数，运行从午夜开始；0 表示不限。";
    "Errors" / "错误";
    "Share of the calls that fail, with nothing done and nothing charged." / "失败的调用所占比例，这些调用未执行任何操作，也不计费。";
    "Outage" / "中断";
    "Share of the time in which it is down. 0.001 is what 99.9 % promise." / "处于中断状态的时间所占比例。0.001 对应 99.9 % 的承诺。";
    "Outage length" / "中断时长";
    "How long it is down each time, on average: exponential." / "每次中断的平均时长：服从指数分布。";
    "When it is down" / "中断时的行为";
    "It says so at once, or it answers when it is back." / "立即告知中断，或者在恢复后才响应。";
    "Hangs" / "挂起";
    "Idempotency keys" / "幂等键";
    "A write that comes again is answered as it was, and not done and charged again." / "重复到达的写入会得到与之前相同的响应，不会再次执行和计费。";
    "Price of a call" / "调用价格";
    "Of one that was done. Default: Geocoding of Google Maps Platform, $5 a thousand, the first paid tier of 2025 (mapsplatform.google.com/pricing)."
        / "一次已执行调用的价格。默认值：Google Maps Platform 的 Geocoding，每千次 $5，2025 年的第一个付费档（mapsplatform.google.com/pricing）。";
    "Calls" / "调用";
    "Let through and answered well." / "放行且成功响应的调用。";
    "Charged" / "已计费";
    "Calls that were done and paid for, duplicates included." / "已执行并付费的调用，包括重复的调用。";
    "Writes that had been done before and were done again." / "此前已执行过、又再次执行的写入。";
    "Writes that had been done before and were answered from memory, by their key." / "此前已执行过、凭幂等键直接返回已保存响应的写入。";
    "Calls beyond the quota a second." / "超出每秒配额的调用。";
    "Calls beyond the quota a day." / "超出每日配额的调用。";
    "Calls that failed, or met an outage that fails." / "失败的调用，或遇到会导致失败的中断的调用。";
    "Outages" / "中断次数";
    "Times it went down." / "发生中断的次数。";
    "Availability" / "可用性";
    "Share of the time in which it was up." / "处于可用状态的时间所占比例。";
    "Calls under way." / "正在进行的调用。";
    "What the calls cost." / "调用的成本。";
    "Two different writes of one request along one link: they count as the same. Of the last 65,536 writes the keys are known."
        / "同一请求沿同一链路的两次不同写入：视为同一次写入。只记录最近 65,536 次写入的键。";
    "A message that a queue hands out again, and a call of an attempt that was given up: each counts as a write of its own."
        / "队列再次投递的消息，以及已放弃的尝试所发出的调用：各自计为一次单独的写入。";
    "How its own load makes it slower." / "其自身负载如何使其变慢。";

    // link
    "Network latency" / "网络延迟";
    "One way, drawn anew for the request and for the answer." / "单程延迟，对请求和响应分别重新抽取。";
    "Loss" / "丢包";
    "Share of messages that never arrive; the caller learns of it by its timeout." / "始终未到达的消息所占比例；调用方通过超时才得知。";
    "Bytes a second that each message has to itself; 0: sizes cost no time." / "每条消息独享的每秒字节数；0 表示数据大小不影响传输时间。";
    "Timeout" / "超时";
    "How long the caller waits for one attempt; 0 waits for ever." / "调用方等待一次尝试的时间；0 表示一直等待。";
    "Retries" / "重试次数";
    "How many further attempts follow a failed one." / "一次尝试失败后再进行多少次尝试。";
    "How the wait before an attempt grows." / "每次尝试前的等待如何增长。";
    "Exponential" / "指数";
    "Backoff base" / "退避基数";
    "The wait before the first retry. AWS SDKs start at 50 ms, and at 1 s when they are throttled (their rules of 2026)."
        / "第一次重试前的等待。AWS SDK 从 50 ms 开始，被限流时从 1 s 开始（其 2026 年的规则）。";
    "Backoff cap" / "退避上限";
    "No wait is longer than this. 20 s in the AWS SDKs' standard mode (docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html)."
        / "任何等待都不超过此值。AWS SDK 的标准模式下为 20 s（docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html）。";
    "How waits are spread, so that callers that failed together do not return together." / "如何分散等待时间，使同时失败的调用方不会同时返回。";
    "Full" / "完全";
    "Equal" / "均等";
    "Decorrelated" / "去相关";
    "Retry budget" / "重试预算";
    "Retries a call, over time: 10% lets one call in ten be retried. 0 sets no budget." / "长期来看每次调用的重试数：10% 表示每十次调用可重试一次。0 表示不设预算。";
    "Cancellation" / "取消";
    "Whether a caller that gives up tells the callee, which then stops working on it." / "调用方放弃时是否告知被调用方，使其停止处理。";
    "Deadline propagation" / "截止时间传播";
    "Whether the callee is told until when its answer is of use, and turns down what is too late (gRPC deadlines)."
        / "是否告知被调用方其响应在何时之前有用，使其拒绝已经太迟的调用（gRPC 截止时间）。";
    "Hedge after" / "对冲等待时间";
    "How long before a second attempt starts beside the first, whose answer counts if it is sooner; 0 never."
        / "经过多长时间后在第一次尝试之外并行发起第二次尝试，若其响应更早则以其为准；0 表示从不。";
    "Calls at once, of a pool or a bulkhead; 0 sets no bound." / "同时进行的调用数，对应连接池或舱壁；0 表示不设上限。";
    "Calls that may wait for a connection; one more fails at once. Their timeout runs meanwhile." / "可以等待连接的调用数；再多一个则立即失败。等待期间超时照常计时。";
    "Breaker threshold" / "熔断器阈值";
    "Share of failures among the last calls at which the circuit breaker opens; 0: there is none. 50% in resilience4j."
        / "最近的调用中失败比例达到此值时熔断器打开；0 表示没有熔断器。在 resilience4j 中为 50%。";
    "Breaker window" / "熔断器窗口";
    "How many of the last calls it looks at. 100 in resilience4j." / "考察最近多少次调用。在 resilience4j 中为 100。";
    "Breaker open time" / "熔断器打开时间";
    "How long it lets nothing through before it tries again. 60 s in resilience4j." / "再次尝试之前不放行任何调用的时间。在 resilience4j 中为 60 s。";
    "Breaker probes" / "熔断器探测数";
    "How many calls a half-open breaker lets through to decide. 10 in resilience4j." / "半开状态的熔断器放行多少次调用来作出判断。在 resilience4j 中为 10。";
    "Share" / "比例";
    "Of the calls that a route sends along this link, the share that goes." / "路由沿此链路发送的调用中，实际发送的比例。";

    // run
    "Duration" / "时长";
    "Simulated time from start to end." / "从开始到结束的仿真时间。";
    "Warm-up" / "预热阶段";
    "Requests due before this are not measured." / "应在此之前发出的请求不计入测量。";
    "Deadline" / "截止时间";
    "A later answer is no goodput; 0 counts every success." / "更晚的响应不计入有效吞吐量；0 表示计入所有成功的请求。";
    "Objective" / "服务级别目标";
    "The service-level objective: how soon requests shall be answered well; 0 sets none." / "服务级别目标：请求应在多长时间内得到成功响应；0 表示不设目标。";
    "Share of the objective" / "服务级别目标比例";
    "Of all requests, the share that the objective is about. What is left is the error budget." / "全部请求中须达到该目标的比例。其余部分为错误预算。";
    "Seed" / "随机种子";
    "Where all random streams start." / "所有随机流的起点。";
    "Event ceiling" / "事件数上限";
    "The run stops after so many events." / "运行在达到此事件数后停止。";
}
