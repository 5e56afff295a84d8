// Fills a Word template from each line of a file of JSON data. Arguments: TEMPLATE DATA OUT. Needs `docxtemplater` and
// `pizzip` in the folder NODE_PATH.

const fs = require("node:fs");
const Docxtemplater = require("docxtemplater");
const PizZip = require("pizzip");

const [template, data, out] = process.argv.slice(2);
const bytes = fs.readFileSync(template);
fs.readFileSync(data, "utf-8").trimEnd().split("\n").forEach((line, number) => {
  const document = new Docxtemplater(new PizZip(bytes), { paragraphLoop: true, linebreaks: true });
  document.render(JSON.parse(line));
  fs.writeFileSync(`${out}/${number}.docx`, document.toBuffer());
});
