import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../../schema.graphql",
  documents: ["src/**/*.ts", "!src/gql/**"],
  generates: {
    "src/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string",
        importExtension: ".js",
        useTypeImports: true,
        enumsAsTypes: true,
        // As they come over the wire: an amount is a string, so that no cent is lost.
        scalars: { Date: "string", DateTime: "string", Decimal: "string", JSON: "unknown", Time: "string" },
        strictScalars: true,
      },
    },
  },
};

export default config;
