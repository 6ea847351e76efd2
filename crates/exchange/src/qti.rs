//! QTI 2.1: <https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html>. A package of items, a test that lists them, and
//! the manifest of content packaging.

mod body;
mod item;

use crate::markup::escape;
use crate::zip::Package;
use crate::{Notes, Set, Written};

pub(crate) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
pub(crate) const SPACE: &str = "xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p1\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
    xsi:schemaLocation=\"http://www.imsglobal.org/xsd/imsqti_v2p1 http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd\"";

/// A set as a package.
pub fn write(set: &Set) -> Written<Vec<u8>> {
    let files = files(set);
    let mut package = Package::default();
    for (path, text) in &files.content {
        package.add(path, text.as_bytes());
    }
    Written {
        content: package.finish(),
        count: files.count,
        left_out: files.left_out,
    }
}

/// The files of a set's package with their paths, the manifest first.
pub fn files(set: &Set) -> Written<Vec<(String, String)>> {
    let mut notes = Notes::default();
    let mut files = Vec::new();
    let mut sections = String::new();
    for (number, chapter) in set.chapters.iter().enumerate() {
        let mut references = String::new();
        for question in &chapter.questions {
            match item::write(question, &mut notes) {
                Ok(text) => {
                    notes.count += 1;
                    let path = format!("items/{}.xml", question.id);
                    references.push_str(&format!(
                        "      <assessmentItemRef identifier=\"{}\" href=\"{path}\"/>\n",
                        item::identifier(&question.id)
                    ));
                    files.push((path, text));
                }
                Err(why) => notes.out(question, why),
            }
        }
        if !references.is_empty() {
            let title = chapter.place.last().map_or("", String::as_str);
            sections.push_str(&format!(
                "    <assessmentSection identifier=\"SECTION-{}\" title=\"{}\" visible=\"true\">\n{references}    </assessmentSection>\n",
                number + 1,
                escape(title)
            ));
        }
    }
    // In capitals, as no id of a question is: within a test, no two things may have the same identifier.
    let test = format!(
        "{HEAD}<assessmentTest {SPACE} identifier=\"TEST\" title=\"{}\">\n\
         \x20 <outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\" baseType=\"float\" normalMaximum=\"{}\"/>\n\
         \x20 <testPart identifier=\"PART\" navigationMode=\"nonlinear\" submissionMode=\"individual\">\n\
         \x20   <itemSessionControl showFeedback=\"true\"/>\n{sections}  </testPart>\n\
         \x20 <outcomeProcessing>\n\
         \x20   <setOutcomeValue identifier=\"SCORE\"><sum><testVariables variableIdentifier=\"SCORE\"/></sum></setOutcomeValue>\n\
         \x20 </outcomeProcessing>\n</assessmentTest>\n",
        escape(&set.title),
        notes.count
    );
    let manifest = manifest(&files);
    files.insert(0, ("imsmanifest.xml".to_owned(), manifest));
    files.insert(1, ("test.xml".to_owned(), test));
    notes.with(files)
}

fn manifest(items: &[(String, String)]) -> String {
    let mut resources = String::new();
    let mut depends = String::new();
    for (number, (path, _)) in items.iter().enumerate() {
        let path = escape(path);
        resources.push_str(&format!(
            "    <resource identifier=\"item-{0}\" type=\"imsqti_item_xmlv2p1\" href=\"{path}\">\n      <file href=\"{path}\"/>\n    </resource>\n",
            number + 1
        ));
        depends.push_str(&format!(
            "      <dependency identifierref=\"item-{}\"/>\n",
            number + 1
        ));
    }
    format!(
        "{HEAD}<manifest xmlns=\"http://www.imsglobal.org/xsd/imscp_v1p1\" identifier=\"headroom\">\n\
         \x20 <metadata>\n    <schema>QTIv2.1 Package</schema>\n    <schemaversion>1.0.0</schemaversion>\n  </metadata>\n\
         \x20 <organizations/>\n  <resources>\n\
         \x20   <resource identifier=\"test-1\" type=\"imsqti_test_xmlv2p1\" href=\"test.xml\">\n      <file href=\"test.xml\"/>\n{depends}    </resource>\n\
         {resources}  </resources>\n</manifest>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_package_holds_every_type_but_those_graded_by_runs() {
        let files = files(&samples::set());
        let whole: Vec<String> = files
            .content
            .iter()
            .map(|(path, text)| format!("--- {path}\n{text}"))
            .collect();
        insta::assert_snapshot!(whole.join("\n"));
        assert_eq!(files.count, 8);
        let left: Vec<(&str, bool)> = files
            .left_out
            .iter()
            .map(|left| (left.id.as_str(), left.in_part))
            .collect();
        assert_eq!(left, [("pick", true), ("steps", true), ("guess", false)]);
    }
}
