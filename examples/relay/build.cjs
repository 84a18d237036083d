// Compiles src to build for Node. Bundlers do this by a plugin (babel-plugin-relay, Vite's, SWC's):
// each graphql`...` becomes the module that relay-compiler wrote for it.
const { mkdirSync, readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const ts = require("typescript");

const TAG = /graphql`\s*(?:query|mutation|subscription|fragment)\s+(\w+)[^`]*`/g;
const compilerOptions = { target: "ES2022", module: "CommonJS", jsx: "react-jsx", esModuleInterop: true };

for (const folder of ["", "__generated__"]) {
  mkdirSync(join("build", folder), { recursive: true });
  for (const name of readdirSync(join("src", folder)).filter(one => /\.tsx?$/.test(one))) {
    const text = readFileSync(join("src", folder, name), "utf8");
    const source = text.replace(TAG, (_, one) => `require("./__generated__/${one}.graphql").default`);
    const { outputText } = ts.transpileModule(source, { compilerOptions, fileName: name });
    writeFileSync(join("build", folder, name.replace(/\.tsx?$/, ".js")), outputText);
  }
}
