//! The order of children in the schema of WordprocessingML.
//!
//! The types that order their children are those of `wml.xsd` (ECMA-376 part 4, the transitional
//! schema). The tree builder writes some children in another order, which validators reject and
//! which Word may call damage. [`put_in_order`] sorts a whole tree, [`sort_children`] one element.

use crate::ooxml::xml::{Element, XmlNode};

/// Sorts the children of every element that the schema orders, and drops property containers that
/// hold nothing.
pub(super) fn put_in_order(root: &mut Element) {
    // Children are visited before their parents, so that a container that became empty goes too.
    root.walk_mut(&mut |element| {
        sort_children(element);
        element.children.retain(|node| match node {
            XmlNode::Element(child) => !is_empty_container(child),
            XmlNode::Text(_) => true,
        });
    });
}

/// Sorts the children of an element if the schema orders them. Unknown ones come last, and equal
/// ones keep their order.
pub(super) fn sort_children(element: &mut Element) {
    if element.children.len() < 2 {
        return;
    }
    let Some(order) = order_of_children(&element.name) else {
        return;
    };
    let children = &mut element.children;
    // Most are sorted already, and then no keys need to be kept.
    if !children.is_sorted_by_key(|node| rank_in(order, node)) {
        children.sort_by_cached_key(|node| rank_in(order, node));
    }
}

/// Whether an element is a property container that holds nothing.
pub(super) fn is_empty_container(element: &Element) -> bool {
    let is_container = matches!(
        element.name.as_str(),
        "w:rPr" | "w:pPr" | "w:trPr" | "w:tcPr"
    );
    is_container && element.children.is_empty() && element.attributes.is_empty()
}

fn rank_in(order: &[&str], node: &XmlNode) -> usize {
    let XmlNode::Element(child) = node else {
        return 0;
    };
    let rank = order.iter().position(|name| *name == child.name);
    // Extensions of Office, which the schema does not know, come last.
    rank.unwrap_or(usize::MAX)
}

fn order_of_children(parent: &str) -> Option<&'static [&'static str]> {
    let row = SCHEMA.iter().find(|row| row.parents.contains(&parent))?;
    Some(row.children)
}

/// The order of the children of some elements.
struct ElementOrder {
    parents: &'static [&'static str],
    children: &'static [&'static str],
}

const SCHEMA: &[ElementOrder] = &[
    // `CT_PPr`.
    ElementOrder {
        parents: &["w:pPr"],
        children: &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:pageBreakBefore",
            "w:framePr",
            "w:widowControl",
            "w:numPr",
            "w:suppressLineNumbers",
            "w:pBdr",
            "w:shd",
            "w:tabs",
            "w:suppressAutoHyphens",
            "w:kinsoku",
            "w:wordWrap",
            "w:overflowPunct",
            "w:topLinePunct",
            "w:autoSpaceDE",
            "w:autoSpaceDN",
            "w:bidi",
            "w:adjustRightInd",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:contextualSpacing",
            "w:mirrorIndents",
            "w:suppressOverlap",
            "w:jc",
            "w:textDirection",
            "w:textAlignment",
            "w:textboxTightWrap",
            "w:outlineLvl",
            "w:divId",
            "w:cnfStyle",
            "w:rPr",
            "w:sectPr",
            "w:pPrChange",
        ],
    },
    // `CT_RPr`.
    ElementOrder {
        parents: &["w:rPr"],
        children: &[
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:i",
            "w:iCs",
            "w:caps",
            "w:smallCaps",
            "w:strike",
            "w:dstrike",
            "w:outline",
            "w:shadow",
            "w:emboss",
            "w:imprint",
            "w:noProof",
            "w:snapToGrid",
            "w:vanish",
            "w:webHidden",
            "w:color",
            "w:spacing",
            "w:w",
            "w:kern",
            "w:position",
            "w:sz",
            "w:szCs",
            "w:highlight",
            "w:u",
            "w:effect",
            "w:bdr",
            "w:shd",
            "w:fitText",
            "w:vertAlign",
            "w:rtl",
            "w:cs",
            "w:em",
            "w:lang",
            "w:eastAsianLayout",
            "w:specVanish",
            "w:oMath",
            "w:rPrChange",
        ],
    },
    // `CT_NumPr`.
    ElementOrder {
        parents: &["w:numPr"],
        children: &["w:ilvl", "w:numId", "w:numberingChange", "w:ins"],
    },
    // `CT_TblPr`.
    ElementOrder {
        parents: &["w:tblPr"],
        children: &[
            "w:tblStyle",
            "w:tblpPr",
            "w:tblOverlap",
            "w:bidiVisual",
            "w:tblStyleRowBandSize",
            "w:tblStyleColBandSize",
            "w:tblW",
            "w:jc",
            "w:tblCellSpacing",
            "w:tblInd",
            "w:tblBorders",
            "w:shd",
            "w:tblLayout",
            "w:tblCellMar",
            "w:tblLook",
            "w:tblCaption",
            "w:tblDescription",
            "w:tblPrChange",
        ],
    },
    // `CT_TblBorders`, `CT_TcBorders` and `CT_PBdr`.
    ElementOrder {
        parents: &["w:tblBorders", "w:tcBorders", "w:pBdr"],
        children: &[
            "w:top",
            "w:left",
            "w:start",
            "w:bottom",
            "w:right",
            "w:end",
            "w:between",
            "w:bar",
            "w:insideH",
            "w:insideV",
            "w:tl2br",
            "w:tr2bl",
        ],
    },
    // `CT_TblCellMar` and `CT_TcMar`.
    ElementOrder {
        parents: &["w:tblCellMar", "w:tcMar"],
        children: &["w:top", "w:left", "w:start", "w:bottom", "w:right", "w:end"],
    },
    // `CT_TcPr`.
    ElementOrder {
        parents: &["w:tcPr"],
        children: &[
            "w:cnfStyle",
            "w:tcW",
            "w:gridSpan",
            "w:hMerge",
            "w:vMerge",
            "w:tcBorders",
            "w:shd",
            "w:noWrap",
            "w:tcMar",
            "w:textDirection",
            "w:tcFitText",
            "w:vAlign",
            "w:hideMark",
        ],
    },
    // `CT_SectPr`.
    ElementOrder {
        parents: &["w:sectPr"],
        children: &[
            "w:headerReference",
            "w:footerReference",
            "w:footnotePr",
            "w:endnotePr",
            "w:type",
            "w:pgSz",
            "w:pgMar",
            "w:paperSrc",
            "w:pgBorders",
            "w:lnNumType",
            "w:pgNumType",
            "w:cols",
            "w:formProt",
            "w:vAlign",
            "w:noEndnote",
            "w:titlePg",
            "w:textDirection",
            "w:bidi",
            "w:rtlGutter",
            "w:docGrid",
            "w:printerSettings",
            "w:sectPrChange",
        ],
    },
    // `CT_Lvl`.
    ElementOrder {
        parents: &["w:lvl"],
        children: &[
            "w:start",
            "w:numFmt",
            "w:lvlRestart",
            "w:pStyle",
            "w:isLgl",
            "w:suff",
            "w:lvlText",
            "w:lvlPicBulletId",
            "w:legacy",
            "w:lvlJc",
            "w:pPr",
            "w:rPr",
        ],
    },
    // `CT_NumLvl`.
    ElementOrder {
        parents: &["w:lvlOverride"],
        children: &["w:startOverride", "w:lvl"],
    },
    // `CT_AbstractNum`.
    ElementOrder {
        parents: &["w:abstractNum"],
        children: &[
            "w:nsid",
            "w:multiLevelType",
            "w:tmpl",
            "w:name",
            "w:styleLink",
            "w:numStyleLink",
            "w:lvl",
        ],
    },
    // `CT_Numbering`.
    ElementOrder {
        parents: &["w:numbering"],
        children: &[
            "w:numPicBullet",
            "w:abstractNum",
            "w:num",
            "w:numIdMacAtCleanup",
        ],
    },
    // `CT_Style`.
    ElementOrder {
        parents: &["w:style"],
        children: &[
            "w:name",
            "w:aliases",
            "w:basedOn",
            "w:next",
            "w:link",
            "w:autoRedefine",
            "w:hidden",
            "w:uiPriority",
            "w:semiHidden",
            "w:unhideWhenUsed",
            "w:qFormat",
            "w:locked",
            "w:personal",
            "w:personalCompose",
            "w:personalReply",
            "w:rsid",
            "w:pPr",
            "w:rPr",
            "w:tblPr",
            "w:trPr",
            "w:tcPr",
            "w:tblStylePr",
        ],
    },
    // `CT_Settings`. Only what we write or take from a reference document.
    ElementOrder {
        parents: &["w:settings"],
        children: &[
            "w:zoom",
            "w:mirrorMargins",
            "w:gutterAtTop",
            "w:documentProtection",
            "w:defaultTabStop",
            "w:autoHyphenation",
            "w:consecutiveHyphenLimit",
            "w:hyphenationZone",
            "w:doNotHyphenateCaps",
            "w:evenAndOddHeaders",
            "w:characterSpacingControl",
            "w:footnotePr",
            "w:compat",
            "w:themeFontLang",
            "w:clrSchemeMapping",
            "w:decimalSymbol",
            "w:listSeparator",
        ],
    },
    // `CT_TblStylePr`.
    ElementOrder {
        parents: &["w:tblStylePr"],
        children: &["w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr"],
    },
    // `CT_SdtPr`.
    ElementOrder {
        parents: &["w:sdtPr"],
        children: &[
            "w:rPr",
            "w:alias",
            "w:tag",
            "w:id",
            "w:lock",
            "w:placeholder",
            "w:temporary",
            "w:showingPlcHdr",
            "w:dataBinding",
            "w:label",
            "w:tabIndex",
            "w:equation",
            "w:comboBox",
            "w:date",
            "w:docPartObj",
            "w:docPartList",
            "w:dropDownList",
            "w:picture",
            "w:richText",
            "w:text",
            "w:citation",
            "w:group",
            "w:bibliography",
        ],
    },
];
