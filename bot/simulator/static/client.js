// Calls of the script API and the live stream; nothing here touches the page.

export class Refused extends Error {}

export async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const told = await response.json();
  if (!response.ok) throw new Refused(told.error || `HTTP ${response.status}`);
  return told;
}

export const customers = () => call("GET", "/sim/customers");
export const addCustomer = (name) => call("POST", "/sim/customers", { name, announce: true });
export const journal = (openid) => call("GET", `/sim/customers/${openid}/journal`);
export const quota = (openid) => call("GET", `/sim/customers/${openid}/quota`);
export const pushes = (openid) => call("GET", `/sim/pushes?openid=${openid}`);
export const account = () => call("GET", "/sim/account");
export const clock = () => call("GET", "/sim/clock");
export const advance = (seconds) => call("POST", "/sim/clock/advance", { seconds });
export const faults = () => call("GET", "/sim/faults");
export const setFaults = (values) => call("PUT", "/sim/faults", values);
export const clearFaults = () => call("DELETE", "/sim/faults");
export const send = (openid, message) => call("POST", `/sim/customers/${openid}/messages`, message);
export const event = (openid, name, key = "") => call("POST", `/sim/customers/${openid}/events`, { event: name, key });
export const consent = (openid, body) => call("POST", `/sim/customers/${openid}/consents`, body);
export const tap = (openid, bubbleId, itemId) =>
  call("POST", `/sim/customers/${openid}/menu-taps`, { bubble_id: bubbleId, item_id: itemId });

const TOPICS = ["journal", "push", "typing", "customer", "menu", "faults", "clock"];

// `onOpen` runs at every (re)connection: what was missed is loaded again there.
export function listen(handlers, onOpen, onLost) {
  const source = new EventSource("/sim/events");
  source.onopen = onOpen;
  source.onerror = onLost;
  for (const topic of TOPICS) {
    source.addEventListener(topic, (message) => handlers[topic]?.(JSON.parse(message.data)));
  }
}
