// Fills in the variables of worked operations: `{shows[0].id}` from what there is, `{day+7}` and
// `{instant+7}` from the hub's day, `{key}` with a key that was never used.

const STEP = /\[([^\]]+)\]|(\w+)/g;

/** Returns `value` filled in from `held`; names of what is not there are pushed to `missing`. */
export function filled(value, held, now, missing) {
  if (Array.isArray(value)) return value.map(one => filled(one, held, now, missing));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, held, now, missing)]));
  const place = typeof value === 'string' && /^\{(.+)\}$/.exec(value);
  if (!place) return value;
  const found = meant(place[1], held, now);
  if (found === undefined) missing.push(place[1]);
  return found === undefined ? value : found;
}

function meant(place, held, now) {
  if (place === 'key') return crypto.randomUUID?.() ?? `key-${Date.now()}`;
  const time = /^(day|instant)([+-]\d+)$/.exec(place);
  if (!time) return at(place, held);
  const then = new Date(Date.parse(now) + Number(time[2]) * 864e5).toISOString();
  return time[1] === 'day' ? then.slice(0, 10) : then;
}

function at(place, held) {
  let found = held;
  for (const [, named, step] of place.matchAll(STEP)) {
    if (step) found = found?.[step];
    else if (/^\d+$/.test(named)) found = found?.[Number(named)];
    else found = found?.find(one => [one.name, one.kind, one.key, one.state].includes(named));
    if (found?.edges) found = found.edges.map(edge => edge.node);
  }
  return found;
}
