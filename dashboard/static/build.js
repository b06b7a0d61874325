/* Builds the scripts of the pages: one file for each kind of page, named by its content, and compressed.
   Usage: node dashboard/static/build.js [FOLDER] */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const DASHBOARD = dirname(dirname(fileURLToPath(import.meta.url)));
const OUTPUT = join(DASHBOARD, "static/build");
const PACKAGES = join(dirname(DASHBOARD), "node_modules");
const MANIFEST = "manifest.json";
/* The messages of each file, for the server: a page gets the translations of those that its scripts show. */
const MESSAGES = "messages.json";
const LITERAL = String.raw`("(?:[^"\\\n]|\\.)*")`;
const MARKED = new RegExp(
  String.raw`\b(?:gettext\(\s*${LITERAL}|ngettext\(\s*${LITERAL},\s*${LITERAL})`,
  "g",
);

/* The oldest browsers: those of walls, and of phones. The notice tells older ones what they lack. */
const BROWSERS = ["chrome94", "safari14.1", "firefox91"];
const ENTRIES = {
  "papan.js": "static/entries/papan.js",
  "kantor.js": "static/entries/kantor.js",
  "document.js": "static/entries/document.js",
  "report.js": "pages/report/static/report.js",
  "report_form.js": "static/entries/report_form.js",
  "pin_map.js": "pages/report_form/static/pin_map.js",
  "outbox.js": "pages/pwa/static/outbox.js",
  "push.js": "pages/pwa/static/push.js",
  "displays.js": "pages/displays/static/displays.js",
  "sources.js": "pages/sources/static/sources.js",
  "review.js": "pages/review/static/review.js",
  "training.js": "pages/training/static/training.js",
  "service_worker.js": "pages/pwa/static/service_worker.js",
  "wall_notice.js": "pages/wall/static/wall_notice.js",
};
const TARGETS = { "wall_notice.js": ["es5"] };
/* What a script of ours imports when it needs it is a module; every other file is a classic script. */
const FORMATS = { "pin_map.js": "esm" };
/* Whose work is in a file stands at its head, with the licence. */
const LICENCES = { "pin_map.js": "leaflet/LICENSE" };

async function banner(name) {
  if (!LICENCES[name]) return {};
  const licence = await readFile(join(PACKAGES, LICENCES[name]), "utf8");
  return { js: `/*! ${LICENCES[name].split("/")[0]}\n${licence.trim()} */` };
}

async function bundle(name, path) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(DASHBOARD, path)],
    metafile: true,
    absWorkingDir: DASHBOARD,
    bundle: true,
    banner: await banner(name),
    charset: "utf8",
    format: FORMATS[name] || "iife",
    loader: { ".css": "text" },
    legalComments: "none",
    logLevel: "warning",
    minify: true,
    target: TARGETS[name] || BROWSERS,
    write: false,
  });
  return { content: outputFiles[0].contents, messages: await messagesOf(Object.keys(metafile.inputs)) };
}

/* A message is its text, or that for one and that for several. */
async function messagesOf(sources) {
  const texts = await Promise.all(
    sources.filter((path) => !path.startsWith("..")).map((path) => readFile(join(DASHBOARD, path), "utf8")),
  );
  const found = texts.flatMap((text) => [...text.matchAll(MARKED)].map(markedText));
  return [...new Set(found)].sort().map((json) => JSON.parse(json));
}

const markedText = ([, only, one, several]) => only || `[${one},${several}]`;

function fileName(name, content) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return name.replace(/\.js$/, `.${digest}.js`);
}

function compressed(content) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  return { ".gz": gzipSync(content, { level: 9 }), ".br": brotliCompressSync(content, { params }) };
}

async function removeOld(folder, kept) {
  for (const name of await readdir(folder)) if (!kept.has(name)) await rm(join(folder, name));
}

async function buildAll(folder) {
  await mkdir(folder, { recursive: true });
  const manifest = {};
  const messagesByFile = {};
  const kept = new Set([MANIFEST, MESSAGES]);
  for (const [name, path] of Object.entries(ENTRIES)) {
    const { content, messages } = await bundle(name, path);
    messagesByFile[name] = messages;
    manifest[name] = fileName(name, content);
    for (const [ending, body] of Object.entries({ "": content, ...compressed(content) })) {
      kept.add(manifest[name] + ending);
      await writeFile(join(folder, manifest[name] + ending), body);
    }
  }
  await writeFile(join(folder, MANIFEST), JSON.stringify(manifest, null, 2) + "\n");
  await writeFile(join(folder, MESSAGES), JSON.stringify(messagesByFile, null, 1) + "\n");
  await removeOld(folder, kept);
}

await buildAll(process.argv[2] || OUTPUT);
