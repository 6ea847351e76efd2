//! What the compiler of content says by itself: titles and summaries of the pages that nobody writes, and facts on cards. In English it has said
//! it already: the texts are found by that.

use headroom_content::model::{Body, Card, CardGroup, Link, Page, SiteMap};

use super::{Entry, Language, language};

crate::words::words! { after page;
    home: "Home" / "首页";
    concepts: "Concepts" / "概念";
    components: "Components" / "组件";
    templates: "Templates" / "模板";
    case_studies: "Case studies" / "案例";
    labs: "Labs" / "实验";
    paths: "Paths" / "学习路径";
    about_paths: "Where to begin and how to go on: pages, labs and assessments in an order that builds, each step with its reason and its time."
        / "从哪里开始，如何继续：页面、实验和测评循序渐进，每一步都说明理由和所需时间。";
    assessments: "Assessments" / "测评";
    about_assessments: "Questions from all pages, answered in one sitting and marked at its end: what you know, what you only believe you know, and what to read next."
        / "从所有页面中选取题目，一次答完后评分：看看哪些你真正掌握，哪些你只是自以为掌握，接下来该读什么。";
    own: "Build your own" / "自行组卷";
    about_own: "An assessment of your choice: which subjects, how many questions, how much time." / "由你决定的测评：考哪些主题、多少道题、多长时间。";
    verify: "Verify a report" / "核验报告";
    about_verify: "A report carries a digest of its answers. Here is found out whether the two belong together." / "报告附有答案的摘要值。在这里可以核对二者是否一致。";
    playground: "Playground" / "演练场";
    about_playground: "Build a system from its components, or change one of ours, and run it." / "用组件搭建一个系统，或者修改一个现成的系统，然后运行它。";
    glossary: "Glossary" / "术语表";
    about_glossary: "The terms of the field in a sentence or two each: what it is, and what it is not to be mistaken for."
        / "用一两句话解释本领域的每个术语：它是什么，以及不要与什么混淆。";
    map: "Concept map" / "概念图";
    about_map: "Every concept, and what is best read before it. Begin at the first level, or anywhere: the order is advice, not a lock."
        / "每个概念，以及建议先读的内容。可以从第一层开始，也可以从任何地方开始：先后顺序只是建议，不是限制。";
    accuracy: "How accurate is it?" / "仿真有多准确？";
    about_accuracy: "What the engine gives, beside what theory, publications and measurements say." / "把引擎给出的结果与理论、文献和实测数据放在一起对照。";
    progress: "Your progress" / "你的进度";
    about_progress: "What you have answered on this device, to look at, take along and reset." / "你在此设备上的答题记录，可以查看、导出和重置。";
    review: "Review" / "复习";
    about_review: "What you have answered comes again when you are about to forget it, a few a day." / "你答过的题目会在快要遗忘时再次出现，每天只有几道。";
    notes: "Your notes" / "你的笔记";
    about_notes: "What you have noted and bookmarked on this device, to search, change and take along." / "你在此设备上的笔记和书签，可以搜索、修改和导出。";
    search: "Search" / "搜索";
    about_search: "Pages and their sections, terms, questions, by the words in them." / "按关键词查找页面及其章节、术语和题目。";
    offline: "Without a connection" / "离线使用";
    about_offline: "Pages that you have visited open without a connection. So can all of them." / "访问过的页面可以离线打开，也可以把全站保存到设备上。";
    settings: "Settings" / "设置";
    not_found: "Page not found" / "页面不存在";
    about_not_found: "There is no page at this address." / "此地址没有页面。";
    no_connection: "No connection" / "没有网络连接";
    about_no_connection: "This page is not kept on this device." / "此页面没有保存在此设备上。";
    about_settings: "How the site looks and behaves in this browser, and what its keys do." / "本站在此浏览器中的外观和行为，以及各按键的作用。";

    // Groups of cards, and relations.
    start_here: "Start here" / "从这里开始";
    ways_through: "Ways through" / "学习方式";
    outages: "Outages" / "故障";
    migrations: "Migrations" / "迁移";
    scaling: "Scaling" / "扩容";
    by_subject: "By subject" / "按主题";
    mock_interviews: "Mock interviews" / "模拟面试";
    own_group: "Put together your own" / "自行组卷";
    after: "After an assessment" / "测评之后";
    builds_on: "Builds on" / "基于";
    contrasts_with: "Contrasts with" / "对照";
    used_by: "Used by" / "用于";

    // Facts on cards.
    beginner: "Beginner" / "入门";
    intermediate: "Intermediate" / "进阶";
    advanced: "Advanced" / "高级";
    outage: "Outage" / "故障";
    migration: "Migration" / "迁移";
    no_limit: "No time limit" / "不限时";
    difficulty(count): "Difficulty {count} of 5" / "难度 {count}/5";
    one_question(count): "{count} question" / "{count} 道题";
    questions(count): "{count} questions" / "{count} 道题";
    one_component(count): "{count} component" / "{count} 个组件";
    counted_components(count): "{count} components" / "{count} 个组件";
    one_variant(count): "{count} variant" / "{count} 个方案";
    variants(count): "{count} variants" / "{count} 个方案";
    one_parameter(count): "{count} parameter" / "{count} 个参数";
    parameters(count): "{count} parameters" / "{count} 个参数";
    one_metric(count): "{count} metric" / "{count} 个指标";
    metrics(count): "{count} metrics" / "{count} 个指标";
    one_experiment(count): "{count} experiment" / "{count} 个场景";
    experiments(count): "{count} experiments" / "{count} 个场景";
    one_step(count): "{count} step" / "{count} 步";
    steps(count): "{count} steps" / "{count} 步";
}

/// Puts all of them into the language that is spoken.
pub fn say(pages: &mut [Page], map: &mut SiteMap) {
    for section in &mut map.sections {
        link(&mut section.link);
        section.pages.iter_mut().for_each(link);
    }
    for page in pages {
        put(&mut page.title);
        put(&mut page.description);
        page.breadcrumbs.iter_mut().for_each(link);
        page.previous.iter_mut().for_each(link);
        page.next.iter_mut().for_each(link);
        body(&mut page.body);
    }
}

fn body(body: &mut Body) {
    match body {
        Body::Home(home) => {
            group(&mut home.paths);
            for part in &mut home.parts {
                link(&mut part.link);
                part.groups.iter_mut().for_each(group);
            }
        }
        Body::Assessments(index) | Body::Index(index) => {
            put(&mut index.summary);
            index.groups.iter_mut().for_each(group);
        }
        Body::Category(category) => category.cards.iter_mut().for_each(card),
        Body::Concept(concept) => {
            for relation in &mut concept.related {
                put(&mut relation.kind);
            }
            concept.templates.iter_mut().for_each(card);
            concept.case_studies.iter_mut().for_each(card);
        }
        Body::CaseStudy(study) => {
            study.concepts.iter_mut().for_each(card);
            study.templates.iter_mut().for_each(card);
        }
        Body::Family(family) => family.variants.iter_mut().for_each(card),
        Body::Assessment(assessment) => put(&mut assessment.summary),
        Body::Playground(playground) => put(&mut playground.summary),
        Body::Glossary(glossary) => put(&mut glossary.summary),
        Body::Map(map) => put(&mut map.summary),
        _ => {}
    }
}

fn group(group: &mut CardGroup) {
    put(&mut group.title);
    group.cards.iter_mut().for_each(card);
}

fn card(card: &mut Card) {
    link(&mut card.link);
    put(&mut card.summary);
    card.facts.iter_mut().for_each(put);
}

fn link(link: &mut Link) {
    put(&mut link.title);
}

/// A text, if it is one of these; a number in it is kept.
fn put(text: &mut String) {
    if language() != Language::Chinese {
        return;
    }
    let found = ALL.iter().find_map(|entry: &Entry| {
        let Some((before, after)) = entry.english.split_once("{count}") else {
            return (entry.english == text).then(|| entry.chinese.to_owned());
        };
        let count = text.strip_prefix(before)?.strip_suffix(after)?;
        let is_number = !count.is_empty() && count.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then(|| entry.chinese.replace("{count}", count))
    });
    if let Some(found) = found {
        *text = found;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::speaking;

    #[test]
    fn what_the_compiler_says_is_found_by_it_and_what_authors_write_is_left() {
        let said = |english: &str| {
            let mut text = english.to_owned();
            speaking(Language::Chinese, || put(&mut text));
            text
        };
        assert_eq!(said("Settings"), "设置");
        assert_eq!(said("12 questions"), "12 道题");
        assert_eq!(said("Difficulty 3 of 5"), "难度 3/5");
        for other in ["Caching", "many questions", " questions", "12 min"] {
            assert_eq!(said(other), other);
        }
        let mut text = "Settings".to_owned();
        put(&mut text);
        assert_eq!(text, "Settings");
    }
}
