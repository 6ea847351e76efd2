//! What is composed of other texts: these patterns fit much, and are tried last.

crate::words::engine::pairs! {
    "{+figure} ({_from} to {_to})" / "{+figure}（{_from} 到 {_to}）";
    "{+figure} ({window})" / "{+figure}（{window}）";
    "{+label}: as by default." / "{+label}：使用默认值。";
    "{+label}: {text}." / "{+label}：{text}。";
    "{_owner}: {+name}" / "{_owner}：{+name}";
    "{+name} half width of the mean's 95% interval" / "{+name}平均值的 95% 区间半宽";
    "{+name} mean" / "{+name}平均值";
    "{+name} median" / "{+name}中位数";
    "{+name} p90" / "{+name} p90";
    "{+name} p95" / "{+name} p95";
    "{+name} p99" / "{+name} p99";
    "{+name} p99.9" / "{+name} p99.9";
    "{+name} maximum" / "{+name}最大值";
    "{count} million" / "{count} 百万";
    "{count} billion" / "{count} 十亿";
}
