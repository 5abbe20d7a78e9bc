// Runs the bot against a Slack that others wrote: node slack_server.mjs PYTHON LIBRARY.
// Prints what was not answered, acknowledged or found; ends with their number.
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { createEmulator } from "emulate";

const [python, library] = process.argv.slice(2);
const [TOKEN, SECRET] = ["xoxb-a-token-of-nobody", "a-secret-of-nobody"];
const SCOPES = ["chat:write", "channels:history", "files:read", "files:write", "users:read"];
const LINES = [
  "brief", "latest", "sources", "check", "read", "topics", "search harbour", "brief 1.", "brief 2",
  "sources 2 bibtex", "help", "breif", "digest on 08:30 Berlin", "digest",
];
const MENTIONS = ["brief", "sources 2", "read 1", "latest"];
const BUTTONS = ["Sources", "Read", "Check", "Longer"];
const TEST = "Post a test";
const ACK_MILLISECONDS = 3000; // what Slack waits for
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function listening(server) {
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return server.address().port;
}

async function freePort() {
  const server = createServer();
  const port = await listening(server);
  await new Promise((done) => server.close(done));
  return port;
}

const wrong = [];
const answers = []; // what came by a response_url
const urls = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    answers.push(JSON.parse(body));
    response.end("ok");
  });
});
const responseUrl = `http://127.0.0.1:${await listening(urls)}/answer`;
const slack = await createEmulator({
  service: "slack",
  port: await freePort(),
  seed: {
    slack: {
      strict_scopes: true,
      users: [{ name: "noor" }, { name: "sourcebrief" }],
      channels: [{ name: "policy" }],
      tokens: [
        { token: TOKEN, user: "sourcebrief", scopes: SCOPES },
        { token: "xoxp-noor", user: "noor" },
      ],
    },
  },
});

async function asked(method, body = {}) {
  const answer = await fetch(`${slack.url}/api/${method}`, {
    method: "POST",
    headers: { authorization: "Bearer xoxp-noor", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

const { members } = await asked("users.list");
const id = (name) => members.find((one) => one.name === name).id;
const [noor, us] = [id("noor"), id("sourcebrief")];
const { channels } = await asked("conversations.list");
const channel = channels.find((one) => one.name === "policy").id;
const team = members[0].team_id;

async function posted() {
  const { messages } = await asked("conversations.history", { channel, include_all_metadata: true });
  const threads = messages.filter((one) => one.reply_count).map((one) => one.ts);
  for (const ts of threads) messages.push(...(await asked("conversations.replies", { channel, ts })).messages.slice(1));
  return messages.filter((one) => one.user === us);
}

const web = await freePort();
async function delivered(body, type) {
  const at = Math.floor(Date.now() / 1000);
  const signature = `v0=${createHmac("sha256", SECRET).update(`v0:${at}:${body}`).digest("hex")}`;
  const headers = { "content-type": type, "x-slack-request-timestamp": `${at}`, "x-slack-signature": signature };
  const before = performance.now();
  const answer = await fetch(`http://127.0.0.1:${web}/slack`, { method: "POST", headers, body });
  const took = performance.now() - before;
  if (answer.status !== 200 || took > ACK_MILLISECONDS) wrong.push(`${answer.status} after ${took} ms: ${body}`);
}

let count = 0;
const form = (fields) => delivered(new URLSearchParams(fields).toString(), "application/x-www-form-urlencoded");
const command = (line) => {
  const [name, ...rest] = line.split(" ");
  const [text, trigger_id] = [rest.join(" "), `command.${++count}`];
  const place = { team_id: team, channel_id: channel, channel_name: "policy", user_id: noor, user_name: "noor" };
  return form({ command: `/${name}`, text, trigger_id, response_url: responseUrl, ...place });
};
const mention = async (line) => {
  const text = `<@${us}> ${line}`;
  const said = await asked("chat.postMessage", { channel, text });
  const event = { type: "app_mention", user: noor, team, text, ts: said.ts, event_ts: said.ts, channel };
  const authorizations = [{ team_id: team, user_id: us, is_bot: true }];
  const outer = { type: "event_callback", team_id: team, event_id: `Ev${++count}`, authorizations, event };
  return delivered(JSON.stringify(outer), "application/json");
};
const press = (message, button) => {
  const { ts, thread_ts, is_ephemeral } = message;
  const container = { type: "message", message_ts: ts, channel_id: channel, thread_ts, is_ephemeral };
  const actions = [{ type: "button", action_id: button.action_id, value: button.value }];
  const who = { team: { id: team }, user: { id: noor, team_id: team }, channel: { id: channel } };
  const payload = { type: "block_actions", ...who, container, message, actions };
  return form({ payload: JSON.stringify({ ...payload, trigger_id: `press.${++count}`, response_url: responseUrl }) });
};

const seen = async () => JSON.stringify([answers.length, (await posted()).map((one) => [one.ts, one.text, one.edited])]);
async function answered(what, deed) {
  const before = await seen();
  await deed();
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await seen()) !== before) return;
    await pause(100);
  }
  wrong.push(`${what}: not answered`);
}

const env = {
  ...process.env,
  SOURCEBRIEF_SLACK_BOT_TOKEN: TOKEN,
  SOURCEBRIEF_SLACK_SIGNING_SECRET: SECRET,
  SOURCEBRIEF_SLACK_BASE_URL: `${slack.url}/api/`,
  SOURCEBRIEF_WEB_LISTEN: `127.0.0.1:${web}`,
  SOURCEBRIEF_DATABASE_URL: library,
  SOURCEBRIEF_LOG_LEVEL: "ERROR",
};
const bot = spawn(python, ["-c", "from bot.cli.main import main; main()", "run"], { env, stdio: ["ignore", "ignore", "inherit"] });
try {
  const well = () => fetch(`http://127.0.0.1:${web}/slack`, { method: "POST" }).then((answer) => answer.status === 401, () => false);
  for (let tries = 0; tries < 300 && !(await well()); tries += 1) await pause(100);
  await pause(1000);
  for (const line of LINES) await answered(`/${line}`, () => command(line));
  for (const line of MENTIONS) await answered(`@ ${line}`, () => mention(line));
  const buttons = (message) => (message.blocks ?? []).flatMap((block) => (block.type === "actions" ? block.elements : []));
  const labelled = (label) => (message) => buttons(message).some((one) => one.text.text.startsWith(label));
  for (const label of BUTTONS) {
    const message = (await posted()).find(labelled(label));
    const button = message && buttons(message).find((one) => one.text.text.startsWith(label));
    if (button) await answered(`[${label}]`, () => press(message, button));
    else wrong.push(`[${label}]: nowhere`);
  }
  const order = answers.find(labelled(TEST));
  const test = order && buttons(order).find((one) => one.text.text.startsWith(TEST));
  if (test) await press({ ts: "1.1", is_ephemeral: true, ...order }, test);
  const labels = async () => (await posted()).some((one) => one.metadata?.event_type === "sourcebrief_delivery");
  for (let tries = 0; tries < 200 && !(await labels()); tries += 1) await pause(100);
  if (!(await labels())) wrong.push("no digest was posted under its key");
  if (!(await posted()).some((one) => one.files?.length)) wrong.push("no file was shared");
} finally {
  bot.kill("SIGTERM");
  await pause(1000);
  await slack.close();
  urls.close();
}
for (const one of wrong) console.log(one.slice(0, 300));
const all = LINES.length + MENTIONS.length + BUTTONS.length;
console.log(`a Slack of others (emulate): ${all} questions and presses, a file, a digest: ${wrong.length} complaints`);
process.exit(wrong.length);
