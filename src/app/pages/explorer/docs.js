// The schema as pages: a type, what it is for, its fields with their arguments, and a way on.

const $ = id => document.getElementById(id);
const SCHEMA = `query Schema { __schema { types {
  name kind description
  fields(includeDeprecated: true) { name description deprecationReason type { ...Ref } args { name type { ...Ref } } }
  inputFields { name description type { ...Ref } }
  enumValues(includeDeprecated: true) { name description }
  possibleTypes { name }
} } }
fragment Ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;
const ROOTS = ['Query', 'Mutation', 'Subscription'];
const SHOWN = 60;

/** Asks `ask` for the schema and shows it; says so where it is kept from this token. */
export async function showDocs(ask) {
  const answer = await ask(SCHEMA, {});
  const types = answer.data?.__schema?.types;
  if (!types) {
    $('docs').textContent = answer.errors?.[0]?.message ?? 'The schema cannot be read.';
    return;
  }
  const byName = new Map(types.filter(one => !one.name.startsWith('__')).map(one => [one.name, one]));
  const open = name => page(byName, name, open);
  $('search').oninput = () => ($('search').value ? search(byName, $('search').value, open) : open('Query'));
  open('Query');
}

function page(types, name, open) {
  const type = types.get(name);
  way(name, open);
  const list = make('dl');
  for (const row of type.fields ?? type.inputFields ?? type.enumValues ?? []) list.append(...field(row, open));
  for (const one of type.possibleTypes ?? []) list.append(make('dt', link(one.name, open)));
  $('docs').replaceChildren(make('h2', type.name), make('p', type.description ?? ''), list);
  $('docs').scrollTop = 0;
}

function field(row, open) {
  const head = make('dt', row.name);
  if (row.args?.length) {
    head.append('(');
    row.args.forEach((one, i) => head.append(i ? ', ' : '', one.name, ': ', ...typed(one.type, open)));
    head.append(')');
  }
  if (row.type) head.append(': ', ...typed(row.type, open));
  const gone = row.deprecationReason ? `Going away: ${row.deprecationReason} ` : '';
  return [head, make('dd', gone + (row.description ?? ''))];
}

function search(types, word, open) {
  const low = word.toLowerCase(), list = make('dl');
  for (const type of types.values()) {
    if (type.name.toLowerCase().includes(low)) list.append(make('dt', link(type.name, open)));
    for (const row of type.fields ?? type.inputFields ?? [])
      if (row.name.toLowerCase().includes(low)) list.append(make('dt', link(type.name, open), '.', row.name));
    if (list.childElementCount > SHOWN) break;
  }
  way(null, open);
  $('docs').replaceChildren(list.childElementCount ? list : make('p', 'Nothing is called so.'));
}

function way(name, open) {
  const roots = ROOTS.flatMap(one => [link(one, open), ' ']);
  $('path').replaceChildren(...roots, ROOTS.includes(name) || !name ? '' : `› ${name}`);
}

function typed(type, open) {
  if (type.kind === 'NON_NULL') return [...typed(type.ofType, open), '!'];
  if (type.kind === 'LIST') return ['[', ...typed(type.ofType, open), ']'];
  return [type.kind === 'SCALAR' ? type.name : link(type.name, open)];
}

function link(name, open) {
  const button = make('button', name);
  button.className = 'type';
  button.onclick = () => open(name);
  return button;
}

function make(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}
