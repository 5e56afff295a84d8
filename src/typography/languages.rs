//! Conventions of languages that the CLDR does not have: dashes, French spaces, words that do not
//! end a line, and the abbreviations that stay with a number or a name.
//!
//! Sources, by language:
//!
//! - English: The Chicago Manual of Style (6.85–6.89, em dash; 7.31, apostrophes); New Hart's Rules
//!   (en dash between spaces in Britain).
//! - German: Duden, Die deutsche Rechtschreibung (Gedankenstrich, Apostroph); DIN 5008.
//! - French: Lexique des règles typographiques en usage à l'Imprimerie nationale; for Canada, Office
//!   québécois de la langue française, Vitrine linguistique (espacement); for Switzerland, Guide du
//!   typographe. A dash of an insertion is on the line of what it encloses: Université Côte d'Azur,
//!   Améliorer ses écrits (Les tirets).
//! - Spanish: Real Academia Española, Ortografía de la lengua española (raya, abreviaturas).
//! - Italian: UNI 6461; Accademia della Crusca (apostrofo). Portuguese: Código de redação
//!   interinstitucional. Dutch: Taaladvies.net; Leidraad.
//! - Polish: Słownik ortograficzny PWN. Czech: ČSN 01 6910; Internetová jazyková příručka (ÚJČ).
//!   Slovak: STN 01 6910.
//! - Russian: ГОСТ Р 7.0.97; А. Э. Мильчин, Справочник издателя и автора. Ukrainian: Український
//!   правопис 2019.
//! - Swedish: Svenska skrivregler. Danish: Retskrivningsordbogen. Norwegian: Språkrådet. Finnish:
//!   Kielitoimiston ohjepankki.
//!
//! Latin abbreviations of other languages follow their legal texts in EUR-Lex.

/// What becomes of hyphens that stand for a dash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dashes {
    /// For `-` between blanks; `None` where that is no dash.
    pub spaced: Option<&'static str>,
    /// For `--` between blanks.
    pub spaced_double: &'static str,
    /// For `--` without blanks.
    pub closed: &'static str,
    /// Whether `--` may touch the words of an insertion on the inside only, as in Spanish.
    pub encloses: bool,
    /// Whether `5.-` is an amount without cents. In Spanish, `1.-` begins an item.
    pub after_stop: bool,
}

impl Dashes {
    pub fn of_language(tag: &str) -> Self {
        let en_dashes = Self {
            spaced: Some("–"),
            spaced_double: "–",
            closed: "–",
            encloses: false,
            after_stop: has_stop_before_dash(tag),
        };
        match base_language(tag) {
            // American usage is an em dash, British an en dash between spaces. A single hyphen
            // between blanks is the en dash in both.
            "en" if is_british(tag) => Self {
                closed: "—",
                ..en_dashes
            },
            "en" | "pt" => Self {
                spaced_double: "—",
                closed: "—",
                ..en_dashes
            },
            "es" | "gl" | "ca" => Self {
                spaced_double: "—",
                closed: "—",
                encloses: true,
                ..en_dashes
            },
            "ru" | "uk" | "be" | "kk" | "ky" => Self {
                spaced: Some("—"),
                spaced_double: "—",
                closed: "—",
                encloses: false,
                after_stop: false,
            },
            // A dash is as wide as two characters (GB/T 15834; JIS X 4051).
            "zh" | "ja" => Self {
                spaced: None,
                spaced_double: "——",
                closed: "——",
                encloses: false,
                after_stop: false,
            },
            _ => en_dashes,
        }
    }
}

fn has_stop_before_dash(tag: &str) -> bool {
    let languages = [
        "de", "gsw", "lb", "nl", "pl", "cs", "sk", "da", "nb", "nn", "no", "sv", "fi",
    ];
    languages.contains(&base_language(tag)) || tag.ends_with("-CH")
}

/// Regions whose English has an en dash between spaces.
fn is_british(tag: &str) -> bool {
    let regions = [
        "GB", "IE", "AU", "NZ", "ZA", "IN", "MT", "KE", "NG", "SG", "HK",
    ];
    let mut subtags = tag.split('-').skip(1);
    subtags.any(|subtag| regions.iter().any(|it| it.eq_ignore_ascii_case(subtag)))
}

/// The spaces of French before high punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrenchSpaces {
    /// Not French.
    None,
    /// A no-break space before `:`, a narrow one before `;`, `!` and `?`, also where the author
    /// left it out.
    France,
    /// A no-break space before `:` only.
    Canada,
    /// None that the author does not write.
    Switzerland,
}

impl FrenchSpaces {
    pub fn of_language(tag: &str) -> Self {
        if base_language(tag) != "fr" {
            return Self::None;
        }
        let mut subtags = tag.split('-').skip(1);
        let region = subtags.find(|subtag| subtag.len() == 2);
        match region.map(str::to_ascii_uppercase).as_deref() {
            Some("CA") => Self::Canada,
            Some("CH") => Self::Switzerland,
            _ => Self::France,
        }
    }
}

/// The language of a tag, in lower case as nearly all tags have it.
fn base_language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// What the words of a language ask for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Conventions {
    /// Words that have lost their beginning, without the apostrophe.
    pub elided_words: &'static [&'static str],
    /// Letters after which an apostrophe may end a word.
    pub letters_before_apostrophe: &'static [char],
    /// Words of one letter that do not end a line.
    pub one_letter_words: &'static [char],
    /// Whether a figure with a full stop is an ordinal number.
    pub ordinal_stop: bool,
    /// Whether dates may have the month before the day.
    pub month_before_day: bool,
    /// Words and abbreviations that stay with the number, the letter or the Roman number after them.
    pub before_number: &'static [&'static str],
    /// Titles and other words that stay with the name after them.
    pub before_name: &'static [&'static str],
    /// Prepositions and conjunctions after which a hyphen with a blank before a number is a minus.
    pub before_minus: &'static [&'static str],
    /// Words that stay with the number before them, besides units.
    pub after_number: &'static [&'static str],
    /// Abbreviations of two words whose first has several letters.
    pub pairs: &'static [(&'static str, &'static str)],
}

/// Letters after which English and German write an apostrophe for the genitive.
const SIBILANTS: &[char] = &['s', 'x', 'z', 'ß', 'S', 'X', 'Z'];

const NO_CONVENTIONS: Conventions = Conventions {
    elided_words: &[],
    letters_before_apostrophe: SIBILANTS,
    one_letter_words: &[],
    ordinal_stop: false,
    month_before_day: false,
    before_number: &[
        "art.", "Art.", "no.", "No.", "nr.", "Nr.", "p.", "pp.", "fig.", "Fig.",
    ],
    before_name: &["Dr.", "Prof."],
    before_minus: &[],
    after_number: &[],
    pairs: &[],
};

impl Conventions {
    pub fn of_language(tag: &str) -> &'static Self {
        let language = base_language(tag);
        let mut tables = CONVENTIONS.iter();
        let found = tables.find(|(languages, _)| languages.contains(&language));
        match found {
            Some((_, conventions)) => conventions,
            None => &NO_CONVENTIONS,
        }
    }
}

/// By languages.
const CONVENTIONS: &[(&[&str], Conventions)] = &[
    (
        &["en"],
        Conventions {
            before_minus: &["from", "to", "at", "between", "and", "by", "of"],
            elided_words: &[
                "em", "tis", "twas", "til", "twere", "cause", "cos", "round", "bout", "n",
            ],
            month_before_day: true,
            before_number: &[
                "No.", "Nos.", "no.", "nos.", "Q.", "Qs.", "p.", "pp.", "Art.", "art.", "Arts.",
                "s.", "ss.", "Sec.", "sec.", "para", "para.", "paras", "paras.", "reg.", "Reg.",
                "regs.", "cl.", "ch.", "Ch.", "chap.", "Fig.", "fig.", "Figs.", "figs.", "vol.",
                "Vol.", "ext.", "Ext.", "App.", "Eq.", "Article", "Section", "Chapter", "Table",
                "Figure", "Annex", "Appendix", "Schedule", "Part", "Page", "page", "pages",
                "secs.", "Secs.", "tit.", "Tit.", "pt.", "Pt.", "FY", "CY", "Hwy.", "Rte.", "Ste.",
                "Rm.", "Bldg.", "Apt.", "Dist.",
            ],
            before_name: &[
                "Dr", "Dr.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Prof", "Prof.", "St", "St.",
                "Rev.", "Sen.", "Rep.", "Gov.", "Hon.", "Sgt.", "Capt.", "Lt.", "Col.", "Gen.",
            ],
            after_number: &["a.m.", "p.m.", "am", "pm", "AM", "PM"],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["de", "gsw", "lb"],
        Conventions {
            before_minus: &[
                "von", "bis", "auf", "um", "bei", "unter", "über", "zwischen", "und",
            ],
            elided_words: &[
                "s", "n", "ne", "nen", "nem", "ner", "nes", "ran", "rauf", "raus", "rein", "rüber",
                "runter",
            ],
            ordinal_stop: true,
            before_number: &[
                "Mo.",
                "Di.",
                "Mi.",
                "Do.",
                "Sa.",
                "So.",
                "Kl.",
                "Tz.",
                "Nummer",
                "Band",
                "Bl.",
                "Blatt",
                "Drs.",
                "Tit.",
                "Tel",
                "Fax",
                "Fax:",
                "Tel.:",
                "Einzelplan",
                "Epl.",
                "Nr.",
                "Nrn.",
                "Art.",
                "Artikel",
                "Abs.",
                "Abs",
                "Absatz",
                "Satz",
                "S.",
                "Bd.",
                "Kap.",
                "Kapitel",
                "Abb.",
                "Abbildung",
                "Tab.",
                "Tabelle",
                "Anl.",
                "Anlage",
                "Anhang",
                "Ziff.",
                "Ziffer",
                "Z",
                "lit.",
                "Buchst.",
                "Rn.",
                "Rz.",
                "Tel.",
                "Az.",
                "Pos.",
                "Seite",
                "Seiten",
                "Teil",
                "Stufe",
                "Z.",
                "Fn.",
                "Bst.",
                "Jh.",
                "Fr.",
                "Rp.",
                "ca.",
                "rd.",
                "Punkt",
            ],
            before_name: &[
                "v.", "d.", "Dr.", "Prof.", "Hr.", "Hrn.", "Fr.", "Ing.", "Mag.", "Herr", "Herrn",
                "Frau", "St.",
            ],
            after_number: &["Uhr", "f.", "ff.", "Tsd.", "Jh.", "OG", "UG"],
            pairs: &[("z.", "Zt."), ("z.", "Hd."), ("u.", "dgl."), ("o.", "dgl.")],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["fr"],
        Conventions {
            before_minus: &["de", "à", "entre", "et"],
            letters_before_apostrophe: &[],
            before_number: &[
                "lun.",
                "mar.",
                "mer.",
                "jeu.",
                "ven.",
                "sam.",
                "dim.",
                "Chap.",
                "chapitres",
                "pièce",
                "Pièce",
                "alinéa",
                "point",
                "vol.",
                "Tab.",
                "liv.",
                "réf.",
                "c.",
                "poste",
                "n°",
                "no",
                "N°",
                "nº",
                "nos",
                "art.",
                "Art.",
                "p.",
                "pp.",
                "al.",
                "chap.",
                "fig.",
                "Fig.",
                "tab.",
                "t.",
                "vol.",
                "tél.",
                "Tél.",
                "article",
                "articles",
                "page",
                "pages",
                "annexe",
                "Annexe",
                "tableau",
                "Tableau",
                "figure",
                "Figure",
                "chapitre",
                "L.",
                "R.",
                "D.",
                "ch.",
                "let.",
                "Fr.",
                "env.",
            ],
            before_name: &[
                "M.", "MM.", "Mme", "Mmes", "Mlle", "Mlles", "Me", "Dr", "Pr", "Mgr", "St", "Ste",
            ],
            after_number: &["pers.", "hab.", "ex.", "h", "ch.", "al."],
            pairs: &[("p.", "ex."), ("cf.", "art.")],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["es", "gl"],
        Conventions {
            before_minus: &["de", "a", "entre", "y", "hasta"],
            before_number: &[
                "N.º",
                "nº",
                "Nº",
                "Pág.",
                "Cap.",
                "tabla",
                "Tabla",
                "tab.",
                "figura",
                "Figura",
                "anexo",
                "Anexo",
                "apartado",
                "apdo.",
                "tomo",
                "t.",
                "art.",
                "Art.",
                "arts.",
                "n.º",
                "n.os",
                "núm.",
                "núms.",
                "Núm.",
                "p.",
                "pp.",
                "pág.",
                "págs.",
                "cap.",
                "fig.",
                "Fig.",
                "inc.",
                "vol.",
                "párr.",
                "tel.",
                "Tel.",
                "apdo.",
                "núms",
                "artículo",
                "artículos",
                "página",
                "páginas",
            ],
            before_name: &[
                "D.", "D.ª", "Dª", "Dña.", "Sr.", "Sra.", "Sres.", "Srta.", "Dr.", "Dra.", "Prof.",
                "Ud.", "Uds.", "San", "Sto.", "Sta.",
            ],
            after_number: &["h", "ss."],
            pairs: &[
                ("p.", "ej."),
                ("EE.", "UU."),
                ("CC.", "AA."),
                ("RR.", "HH."),
                ("FF.", "AA."),
            ],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["it"],
        Conventions {
            before_minus: &["da", "a", "tra", "fra", "e"],
            elided_words: &["sto", "sta", "ste", "sti", "ndrangheta", "l", "n"],
            letters_before_apostrophe: &[
                'a', 'e', 'i', 'o', 'u', 'E', 'A', 'I', 'O', 'U', 'l', 'n', 'r',
            ],
            before_number: &[
                "Pag.", "pagg.", "Cap.", "n°", "N°", "Tab.", "Sez.", "allegato", "Allegato",
                "tabella", "Tabella", "figura", "Figura", "titolo", "co.", "art.", "Art.", "artt.",
                "c.", "co.", "comma", "n.", "nn.", "N.", "lett.", "p.", "pp.", "pag.", "sez.",
                "cap.", "sent.", "fig.", "Fig.", "tab.", "vol.", "tel.", "Tel.", "all.",
                "articolo", "pagina", "punto",
            ],
            before_name: &[
                "Dott.", "dott.", "dott.ssa", "Dott.ssa", "Sig.", "sig.", "sig.ra", "Sig.ra",
                "Ing.", "ing.", "Avv.", "avv.", "Prof.", "prof.", "prof.ssa", "Prof.ssa", "On.",
                "on.", "S.", "Arch.", "arch.", "Geom.", "Rag.",
            ],
            after_number: &["ss."],
            pairs: &[("p.", "es."), ("ad", "es.")],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["pt"],
        Conventions {
            before_minus: &["de", "a", "entre", "e", "até"],
            before_number: &[
                "Pág.", "Cap.", "tab.", "Tab.", "tabela", "Tabela", "figura", "Figura", "anexo",
                "Anexo", "ponto", "N.os", "Nº", "art.", "Art.", "arts.", "n.º", "nº", "N.º",
                "n.os", "p.", "pp.", "pág.", "págs.", "al.", "inc.", "cap.", "fig.", "Fig.",
                "vol.", "tel.", "Tel.", "artigo", "artigos", "página",
            ],
            before_name: &[
                "Sr.", "Sra.", "Srs.", "Dr.", "Dra.", "Prof.", "Profa.", "Eng.", "Exmo.", "D.",
                "St.",
            ],
            after_number: &["h", "ss."],
            pairs: &[("p.", "ex."), ("p.", "f.")],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["nl", "fy", "af"],
        Conventions {
            before_minus: &["van", "tot", "op", "tussen", "en", "bij"],
            elided_words: &["s", "t", "n", "k", "m", "r", "ns"],
            before_number: &[
                "Blz.",
                "Hfst.",
                "deel",
                "dl.",
                "lid",
                "nummer",
                "paragraaf",
                "bladzijde",
                "pagina",
                "bijl.",
                "Bijl.",
                "par.",
                "onder",
                "art.",
                "Art.",
                "artt.",
                "nr.",
                "Nr.",
                "nrs.",
                "p.",
                "pp.",
                "blz.",
                "pag.",
                "hfst.",
                "r.o.",
                "lid",
                "par.",
                "fig.",
                "Fig.",
                "tab.",
                "tel.",
                "Tel.",
                "bijlage",
                "Bijlage",
                "artikel",
                "artikelen",
                "hoofdstuk",
                "tabel",
                "Tabel",
                "figuur",
                "Figuur",
                "ca.",
            ],
            before_name: &[
                "dhr.", "Dhr.", "mw.", "mevr.", "mr.", "Mr.", "drs.", "ir.", "ing.", "dr.", "Dr.",
                "prof.", "Prof.", "St.",
            ],
            after_number: &["uur", "e.v."],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["pl"],
        Conventions {
            before_minus: &["od", "do", "na", "i"],
            one_letter_words: &['a', 'i', 'o', 'u', 'w', 'z'],
            ordinal_stop: true,
            before_number: &[
                "Str.",
                "Rozdz.",
                "rozdział",
                "Rozdział",
                "Art.",
                "§",
                "pkt.",
                "tabela",
                "Tabela",
                "rysunek",
                "Rysunek",
                "załącznik",
                "art.",
                "Art.",
                "ust.",
                "pkt",
                "lit.",
                "poz.",
                "nr",
                "Nr",
                "nry",
                "s.",
                "str.",
                "godz.",
                "rozdz.",
                "rys.",
                "Rys.",
                "tab.",
                "Tab.",
                "zał.",
                "par.",
                "t.",
                "ok.",
                "tel.",
                "Tel.",
                "pok.",
                "ul.",
            ],
            before_name: &[
                "p.", "pan", "dr", "dr.", "prof.", "mgr", "inż.", "hab.", "ks.", "gen.", "płk",
                "św.", "ul.", "al.", "pl.",
            ],
            after_number: &[
                "r.", "w.", "zł", "gr", "tys.", "mln", "mld", "godz.", "min", "osób", "os.",
            ],
            pairs: &[("m.", "in."), ("m.", "st.")],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["cs"],
        Conventions {
            one_letter_words: &['k', 's', 'v', 'z', 'o', 'u', 'a', 'i'],
            ordinal_stop: true,
            before_number: &[
                "Čl.",
                "článek",
                "Kap.",
                "kapitola",
                "tabulka",
                "Tabulka",
                "obrázek",
                "příloha",
                "Příloha",
                "č.",
                "Č.",
                "čl.",
                "odst.",
                "písm.",
                "bod",
                "s.",
                "str.",
                "kap.",
                "obr.",
                "Obr.",
                "tab.",
                "Tab.",
                "příl.",
                "tel.",
                "Tel.",
                "zn.",
                "r.",
                "sv.",
                "hl.",
                "cca",
                "bodu",
            ],
            before_name: &[
                "Ing.", "Mgr.", "Bc.", "Dr.", "JUDr.", "MUDr.", "PhDr.", "RNDr.", "prof.", "doc.",
                "p.", "pí", "sv.", "ul.", "nám.",
            ],
            after_number: &[
                "Sb.", "hod.", "Kč", "tis.", "mil.", "mld.", "ks", "let", "n.", "stol.",
            ],
            pairs: &[
                ("Sp.", "zn."),
                ("sp.", "zn."),
                ("č.", "j."),
                ("Č.", "j."),
                ("př.", "n."),
                ("t.", "zn."),
            ],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["sk"],
        Conventions {
            one_letter_words: &['k', 's', 'v', 'z', 'o', 'u', 'a', 'i'],
            ordinal_stop: true,
            before_number: &[
                "Č.", "Čl.", "Kap.", "Obr.", "Tab.", "príl.", "článok", "tabuľka", "príloha", "č.",
                "čl.", "ods.", "písm.", "bod", "s.", "str.", "kap.", "obr.", "tab.", "tel.",
                "Tel.", "r.",
            ],
            before_name: &[
                "Ing.", "Mgr.", "Bc.", "Dr.", "JUDr.", "MUDr.", "PhDr.", "RNDr.", "prof.", "doc.",
                "p.", "sv.", "ul.", "nám.",
            ],
            after_number: &["Z.", "hod.", "tis.", "mil.", "mld.", "ks"],
            pairs: &[("sp.", "zn."), ("č.", "j.")],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["ru"],
        Conventions {
            one_letter_words: &['в', 'к', 'с', 'о', 'у', 'и', 'а'],
            before_number: &[
                "№",
                "Гл.",
                "Стр.",
                "статья",
                "статьи",
                "статье",
                "пункт",
                "пункта",
                "таблица",
                "Таблица",
                "рисунок",
                "приложение",
                "стр",
                "п.",
                "пп.",
                "ч.",
                "ст.",
                "гл.",
                "с.",
                "стр.",
                "д.",
                "кв.",
                "корп.",
                "рис.",
                "Рис.",
                "табл.",
                "Табл.",
                "т.",
                "тел.",
                "Тел.",
                "прил.",
                "разд.",
                "абз.",
                "подп.",
            ],
            before_name: &[
                "г.",
                "ул.",
                "пр.",
                "пл.",
                "им.",
                "проф.",
                "акад.",
                "д-р",
                "г-н",
                "г-жа",
                "тов.",
                "св.",
                "обл.",
                "Дж.",
                "Ю.",
                "гг.",
            ],
            after_number: &[
                "г.", "гг.", "в.", "вв.", "руб.", "коп.", "тыс.", "млн", "млрд", "чел.", "шт.",
                "час.", "мин.", "сек.",
            ],
            pairs: &[("Дж.", "Р."), ("до", "н.")],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["uk"],
        Conventions {
            one_letter_words: &['в', 'у', 'з', 'і', 'й', 'о', 'а'],
            before_number: &[
                "№",
                "Ст.",
                "Розд.",
                "стаття",
                "статті",
                "пункт",
                "таблиця",
                "Таблиця",
                "додаток",
                "Додаток",
                "п.",
                "пп.",
                "ч.",
                "ст.",
                "гл.",
                "с.",
                "стор.",
                "буд.",
                "кв.",
                "рис.",
                "Рис.",
                "табл.",
                "т.",
                "тел.",
                "Тел.",
                "дод.",
                "розд.",
                "абз.",
            ],
            before_name: &[
                "м.",
                "вул.",
                "пл.",
                "ім.",
                "проф.",
                "акад.",
                "д-р",
                "обл.",
                "св.",
            ],
            after_number: &[
                "р.", "рр.", "ст.", "грн", "коп.", "тис.", "млн", "млрд", "год.", "хв.",
            ],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["sv"],
        Conventions {
            before_minus: &["från", "till", "på", "mellan", "och"],
            before_number: &[
                "S.", "Kap.", "kapitel", "artikel", "tabell", "Tabell", "figur", "Figur", "bilaga",
                "Bilaga", "punkt", "Bil.", "Tab.", "bd", "tfn", "s.", "kl.", "nr", "Nr", "art.",
                "Art.", "fig.", "Fig.", "tab.", "bil.", "tel.", "Tel.", "sid.", "st.", "ca",
                "avsnitt",
            ],
            before_name: &["dr", "Dr", "prof.", "S:t", "S:ta"],
            after_number: &[
                "§", "§§", "kap.", "kr", "mkr", "tkr", "mnkr", "st.", "tr.", "f.", "ff.",
            ],
            pairs: &[("bl.", "a."), ("t.", "ex."), ("fr.", "o.")],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["da", "nb", "nn", "no"],
        Conventions {
            before_minus: &["fra", "til", "på", "mellem", "og", "mellom"],
            ordinal_stop: true,
            before_number: &[
                "S.", "Kap.", "kapitel", "artikkel", "artikel", "tabel", "tabell", "Tabel",
                "Tabell", "figur", "Figur", "Bilag", "vedlegg", "pkt", "Stk.", "nr", "s.", "kap.",
                "kl.", "nr.", "Nr.", "art.", "Art.", "fig.", "Fig.", "tab.", "tlf.", "Tlf.",
                "stk.", "pkt.", "bd.", "ca.", "bilag", "§",
            ],
            before_name: &["dr.", "Dr.", "prof.", "Prof.", "hr.", "fr.", "St.", "Skt."],
            after_number: &[
                "kr.", "kr", "mio.", "mia.", "mill.", "mrd.", "f.", "ff.", "stk.", "ledd",
            ],
            pairs: &[("bl.", "a."), ("f.", "eks."), ("ca.", "kl.")],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["fi"],
        Conventions {
            before_minus: &["ja"],
            ordinal_stop: true,
            before_number: &[
                "S.", "Nro", "Kuva", "Taulukko", "Liite", "art.", "artikla", "kohta", "osa", "puh",
                "luku", "sivu", "s.", "nro", "n:o", "klo", "puh.", "Puh.", "kuva", "taulukko",
                "liite",
            ],
            before_name: &["tri", "prof."],
            after_number: &["§", "§:n", "luku", "mom.", "kpl", "milj.", "mrd.", "kohta"],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["tr"],
        Conventions {
            before_number: &[
                "No", "No:", "no.", "No.", "s.", "ss.", "md.", "Md.", "madde", "Madde", "böl.",
                "c.", "cilt", "şek.", "Şekil", "tab.", "Tablo", "Ek", "sayfa", "tel.", "Tel.",
            ],
            before_name: &["Dr.", "Prof.", "Doç.", "Av.", "Sn.", "Sayın"],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["id", "ms"],
        Conventions {
            before_number: &[
                "No.", "no.", "Nomor", "nomor", "hlm.", "hal.", "Pasal", "pasal", "ayat", "Bab",
                "bab", "Tabel", "Gambar", "Lampiran", "Telp.", "telp.",
            ],
            before_name: &["Bapak", "Ibu", "Sdr.", "Dr.", "Prof.", "Ir."],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["vi"],
        Conventions {
            before_number: &[
                "Điều", "điều", "khoản", "điểm", "số", "Số", "tr.", "trang", "Chương", "chương",
                "Bảng", "bảng", "Hình", "hình",
            ],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["ro", "mo"],
        Conventions {
            before_number: &[
                "nr.", "Nr.", "art.", "Art.", "alin.", "lit.", "pct.", "p.", "pag.", "cap.",
                "Cap.", "fig.", "Fig.", "tab.", "Tab.", "vol.", "tel.", "Tel.", "anexa",
            ],
            before_name: &["dl", "dna", "dl.", "dna.", "dr.", "Dr.", "prof.", "Prof."],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["hu"],
        Conventions {
            ordinal_stop: true,
            before_name: &["dr.", "Dr.", "prof.", "Prof.", "ifj.", "id."],
            after_number: &[
                "sz.", "§", "old.", "oldal", "bek.", "pont", "cikk", "fejezet", "szám",
            ],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["el"],
        Conventions {
            before_number: &[
                "αρ.",
                "Αρ.",
                "αριθ.",
                "άρθρο",
                "Άρθρο",
                "άρθρου",
                "παρ.",
                "σελ.",
                "σ.",
                "κεφ.",
                "Κεφ.",
                "εικ.",
                "Εικ.",
                "πίν.",
                "Πίν.",
                "τόμ.",
                "τηλ.",
                "Τηλ.",
                "περ.",
            ],
            before_name: &["κ.", "κα", "κ.κ.", "Δρ.", "δρ."],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["bg", "mk"],
        Conventions {
            before_number: &[
                "№",
                "чл.",
                "Чл.",
                "ал.",
                "т.",
                "с.",
                "стр.",
                "гл.",
                "фиг.",
                "Фиг.",
                "табл.",
                "Табл.",
                "тел.",
                "Тел.",
                "бр.",
                "прил.",
            ],
            before_name: &["г-н", "г-жа", "д-р", "проф.", "ул.", "гр.", "инж."],
            after_number: &["г.", "лв.", "ч.", "ст."],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["hr", "bs", "sl", "sr"],
        Conventions {
            ordinal_stop: true,
            before_number: &[
                "br.", "Br.", "št.", "Št.", "čl.", "st.", "odst.", "str.", "toč.", "pogl.", "sl.",
                "tab.", "tel.", "Tel.", "бр.", "чл.", "ст.", "стр.", "сл.", "таб.", "тел.",
            ],
            before_name: &[
                "dr.",
                "prof.",
                "mr.",
                "g.",
                "ga.",
                "gđa",
                "gosp.",
                "ul.",
                "др",
                "проф.",
            ],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["et"],
        Conventions {
            ordinal_stop: true,
            before_number: &[
                "nr", "Nr", "lk", "art", "lg", "p", "joon.", "tabel", "lisa", "tel", "§",
            ],
            after_number: &["lk"],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["lt", "lv"],
        Conventions {
            ordinal_stop: true,
            before_number: &[
                "Nr.", "nr.", "p.", "psl.", "str.", "pav.", "lent.", "att.", "tab.", "d.", "tel.",
                "Tel.", "tālr.",
            ],
            after_number: &["str.", "d.", "p.", "lpp.", "m.", "g."],
            ..NO_CONVENTIONS
        },
    ),
    (
        &["is"],
        Conventions {
            ordinal_stop: true,
            before_number: &[
                "nr.", "Nr.", "bls.", "kafli", "tafla", "mynd", "sími", "gr.", "mgr.",
            ],
            after_number: &["gr.", "mgr.", "tölul.", "kafli", "bls."],
            ..NO_CONVENTIONS
        },
    ),
];
