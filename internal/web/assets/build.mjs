// Builds the browser assets into dist/, which the Go program embeds:
//
//   app.css      Tailwind and daisyUI with our two themes
//   app.js       our own behaviour (plain JavaScript), controls.js that of the controls in a page; early.js runs before the first paint
//   live.js      changes as they happen
//   passkey.js   what passkeys need of the browser
//   upload.js    files that go to the server in parts
//   htmx.min.js  as published
//   inter-*.woff2 the typeface, Latin and Latin extended
//   icons.svg    one sprite of just the lucide icons that the views use
//   favicon.svg
//   licenses.txt the licences of the above
//
// Run it by `npm run build`; `npm run watch` keeps the stylesheet up to date while working on the views.

import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const modules = join(root, "node_modules");
const src = join(here, "src");
const dist = join(here, "dist");
const require = createRequire(import.meta.url);

function clean() {
  mkdirSync(dist, { recursive: true });
  for (const name of readdirSync(dist)) {
    if (name !== ".keep") rmSync(join(dist, name), { recursive: true });
  }
}

// icons writes the sprite. The list is src/icons.txt; a test holds it equal to the icons that the views name.
function icons() {
  const names = readFileSync(join(src, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  const symbols = names.map((name) => {
    const svg = readFileSync(join(modules, "lucide-static", "icons", `${name}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  writeFileSync(join(dist, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

// fonts copies the typeface and makes the stylesheet ask for it under the name that the server gives it: with the first
// 12 hexadecimal digits of its SHA-256, so that a browser keeps it as long as the stylesheet.
function fonts() {
  const sheet = join(dist, "app.css");
  let css = readFileSync(sheet, "utf8");
  for (const part of ["inter-latin", "inter-latin-ext"]) {
    const body = readFileSync(join(modules, "@fontsource-variable", "inter", "files", `${part}-wght-normal.woff2`));
    const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
    writeFileSync(join(dist, `${part}.woff2`), body);
    if (!css.includes(`/assets/${part}.woff2`)) throw new Error(`app.css does not use ${part}.woff2`);
    css = css.replaceAll(`/assets/${part}.woff2`, `/assets/${part}.${hash}.woff2`);
  }
  writeFileSync(sheet, css);
}

// licenses gathers the licence texts of what ends up in dist/.
function licenses() {
  const parts = ["htmx.org", "tailwindcss", "daisyui", "lucide-static", "@fontsource-variable/inter"].map((name) => {
    const dir = join(modules, name);
    const { version } = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
    const file = readdirSync(dir).find((f) => /^licen[cs]e/i.test(f));
    return `${name} ${version}\n\n${readFileSync(join(dir, file), "utf8").trim()}\n`;
  });
  writeFileSync(join(dist, "licenses.txt"), parts.join("\n----------\n\n"));
}

function tailwind(...extra) {
  const pkg = require.resolve("@tailwindcss/cli/package.json");
  const { bin } = JSON.parse(readFileSync(pkg, "utf8"));
  const cli = join(dirname(pkg), typeof bin === "string" ? bin : bin.tailwindcss);
  const args = [cli, "-i", join(src, "app.css"), "-o", join(dist, "app.css"), "--minify", ...extra];
  if (extra.length) return spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  return execFileSync(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

clean();
for (const name of ["app.js", "controls.js", "early.js", "live.js", "passkey.js", "upload.js", "favicon.svg"]) copyFileSync(join(src, name), join(dist, name));
copyFileSync(join(modules, "htmx.org", "dist", "htmx.min.js"), join(dist, "htmx.min.js"));
icons();
licenses();
tailwind();
fonts();
if (process.argv.includes("--watch")) tailwind("--watch=always");
