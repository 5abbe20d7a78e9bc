// Runs the bot against a Telegram that others wrote: node telegram_server.cjs PYTHON LIBRARY.
// Prints what was answered to each line; ends with the number of those that were not.
const { spawn } = require("node:child_process");
const module_ = require("telegram-test-api");
const TelegramServer = module_.default || module_;

const [python, library] = process.argv.slice(2);
const TOKEN = "4242:a-token-of-nobody";
const LINES = [
  "/brief", "/latest", "/help", "/sources", "/check", "/read", "/topics", "/search harbour",
  "/breif", "/brief 1.", "brief 2", "/digest on 08:30 Berlin", "/digest",
];
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function main() {
  const server = new TelegramServer({ host: "127.0.0.1", port: 20000 + (process.pid % 20000) });
  await server.start();
  const env = {
    ...process.env,
    SOURCEBRIEF_TELEGRAM_TOKEN: TOKEN,
    SOURCEBRIEF_TELEGRAM_BASE_URL: `${server.config.apiURL}/bot`,
    SOURCEBRIEF_DATABASE_URL: library,
    SOURCEBRIEF_LOG_LEVEL: "ERROR",
  };
  const program = "from bot.cli.main import main; main()";
  const bot = spawn(python, ["-c", program, "run"], { env, stdio: ["ignore", "ignore", "inherit"] });
  const client = server.getClient(TOKEN, { timeout: 30000 });
  let silent = 0;
  try {
    for (const line of LINES) {
      await client.sendCommand(client.makeCommand(line));
      try {
        const { result } = await client.getUpdates();
        if (!result.length) throw new Error("nothing came");
      } catch (error) {
        silent += 1;
        console.log(`${line}: ${String(error).slice(0, 100)}`);
      }
    }
  } finally {
    bot.kill("SIGTERM");
    await pause(1000);
    await server.stop();
  }
  console.log(`a Telegram of others (telegram-test-api): ${LINES.length - silent} of ${LINES.length} answered`);
  process.exit(silent);
}

main().catch((error) => {
  console.log(String(error));
  process.exit(1);
});
