// The explorer. Tokens are kept in this page's memory alone: nothing is written to the browser.

import { showDocs } from '/explore/docs.js';
import { filled } from '/explore/filling.js';

const $ = id => document.getElementById(id);
const data = JSON.parse($('data').textContent);
const people = new Map(data.people.map(one => [one.role, one]));
let socket;

async function ask(query, variables, more = {}) {
  const headers = { 'content-type': 'application/json', ...more };
  if ($('token').value) headers.authorization = `Bearer ${$('token').value}`;
  const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables, ...named(query) }) });
  return answer.json();
}

// Of several operations in the editor the first is sent.
function named(query) {
  const found = /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(query);
  return found ? { operationName: found[1] } : {};
}

async function names() {
  const [first, second] = data.names.split(/\n(?=query Files)/);
  const held = (await ask(first, {})).data ?? {};
  const brand = held.brands?.[0]?.id;
  const found = brand ? (await ask(second, { brand })).data?.assetsConnection?.edges : [];
  return { ...held, files: found?.map((edge) => edge.node) };
}

async function choose() {
  const one = data.operations[$('operations').value];
  if (people.has(one.role)) become(one.role);
  $('query').value = one.text;
  $('variables').value = JSON.stringify(one.variables, null, 2);
  $('note').textContent = '';
  if (!$('token').value) return;
  const missing = [];
  const variables = filled(one.variables, await names(), data.now, missing);
  if (data.operations[$('operations').value] !== one) return;
  $('variables').value = JSON.stringify(variables, null, 2);
  if (missing.length) $('note').textContent = `There is nothing yet for ${missing.join(', ')}: ask for it first.`;
}

function become(role) {
  $('person').value = role;
  $('token').value = people.get(role).token;
}

function read(id) {
  const held = JSON.parse($(id).value.trim() || '{}');
  if (typeof held !== 'object' || held === null) throw new Error('an object is needed');
  return held;
}

function follow(query, variables) {
  $('answer').textContent = '';
  $('note').textContent = 'Waiting for changes.';
  $('stop').hidden = false;
  const here = new WebSocket(`${location.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const send = message => here.send(JSON.stringify(message));
  here.onopen = () => send({ type: 'connection_init', payload: { authorization: `Bearer ${$('token').value}` } });
  here.onmessage = event => {
    const { type, payload } = JSON.parse(event.data);
    if (type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: { query, variables } });
    if (type === 'ping') send({ type: 'pong' });
    if (type === 'next' || type === 'error') $('answer').textContent += `${JSON.stringify(payload, null, 2)}\n`;
    if (type === 'complete' || type === 'error') here.close();
  };
  here.onclose = event => {
    if (socket !== here) return;
    $('stop').hidden = true;
    $('note').textContent = event.reason ? `Closed: ${event.reason}` : 'Closed.';
  };
  socket = here;
}

async function run() {
  socket?.close();
  socket = undefined;
  $('stop').hidden = true;
  $('note').textContent = '';
  let variables, headers, wrong;
  for (const id of ['variables', 'headers'])
    try {
      if (id === 'variables') variables = read(id);
      else headers = read(id);
    } catch (error) {
      wrong ??= `The ${id} are not JSON: ${error.message}.`;
    }
  if (wrong) return void ($('note').textContent = wrong);
  const query = $('query').value;
  if (/^\s*subscription\b/m.test(query)) return follow(query, variables);
  $('answer').textContent = '…';
  try {
    $('answer').textContent = JSON.stringify(await ask(query, variables, headers), null, 2);
  } catch (error) {
    $('answer').textContent = '';
    $('note').textContent = `No answer: ${error.message}`;
  }
}

let group;
data.operations.forEach((one, i) => {
  if (group?.label !== one.story) {
    group = document.createElement('optgroup');
    group.label = one.story;
    $('operations').add(group);
  }
  group.append(new Option(one.title, i));
});
for (const one of people.values()) $('person').add(new Option(one.name, one.role));
$('person').hidden = people.size === 0;
$('token').hidden = people.size > 0;
$('person').onchange = () => become($('person').value);
$('operations').onchange = choose;
$('token').onchange = () => { choose(); showDocs(ask); };
$('run').onclick = run;
$('stop').onclick = () => socket?.close();
document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') run();
});
$('operations').value = data.operations.findIndex(one => one.name === 'SubmitCampaign');
await choose();
showDocs(ask);
