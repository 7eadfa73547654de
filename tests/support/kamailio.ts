import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'

/** Debian’s `kamailio`; undefined: it is not installed, and what needs a real server for telephones is skipped. */
export const kamailioPath: string | undefined = ['/usr/sbin/kamailio'].find((path) => existsSync(path))

export interface Kamailio {
  /** Where browsers speak SIP with it (RFC 7118). */
  url: string
  /** Of everybody. */
  password: string
  close(): Promise<void>
}

/** A real server for telephones (Kamailio) on this machine: it registers by digest, and relays between WebSockets. */
export async function kamailio(domain: string): Promise<Kamailio> {
  const home = mkdtempSync(join(tmpdir(), 'kamailio-'))
  const port = await freePort()
  const password = 'geheim'
  const config = join(home, 'kamailio.cfg')
  // `tm` stands before `sl`; a handshake has no Content-Length; in a dialogue browsers are found by where they came from.
  const modules = ['kex', 'tm', 'sl', 'rr', 'pv', 'maxfwd', 'usrloc', 'registrar', 'textops', 'siputils']
  const more = ['xhttp', 'websocket', 'nathelper', 'auth']
  writeFileSync(
    config,
    `#!KAMAILIO
debug=0
log_stderror=yes
children=1
tcp_children=1
tcp_accept_no_cl=yes
alias="${domain}"
listen=tcp:127.0.0.1:${port}
${[...modules, ...more].map((name) => `loadmodule "${name}.so"`).join('\n')}
modparam("nathelper|registrar", "received_avp", "$avp(received)")
request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  force_rport();
  if (is_method("REGISTER")) {
    fix_nated_register();
    if (!pv_www_authenticate("$td", "${password}", "0")) { www_challenge("$td", "1"); exit; }
    save("location");
    exit;
  }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  add_contact_alias();
  if (has_totag()) {
    if (loose_route()) {
      handle_ruri_alias();
      t_on_reply("BROWSER");
      t_relay();
      exit;
    }
    if (is_method("ACK") && t_check_trans()) t_relay();
    exit;
  }
  record_route();
  if (!lookup("location")) { sl_send_reply("480", "Temporarily Unavailable"); exit; }
  t_on_reply("BROWSER");
  t_relay();
}
onreply_route[BROWSER] { add_contact_alias(); }
event_route[xhttp:request] {
  if ($hdr(Upgrade) =~ "websocket") ws_handle_handshake();
  else xhttp_reply("404", "Not Found", "", "");
}
`,
  )
  // It runs as nobody: as root it need not.
  const isRoot = process.getuid?.() === 0
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody']))
  const as = isRoot ? { uid: id('-u'), gid: id('-g') } : {}
  chmodSync(home, 0o755)
  if (isRoot) chownSync(home, id('-u'), id('-g'))
  const args = ['-DD', '-E', '-f', config, '-Y', home, '-m', '16', '-M', '4']
  const server = spawn(kamailioPath ?? '', args, { ...as, cwd: home, stdio: 'ignore' })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  await eventually(
    () =>
      new Promise<void>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => resolve(void socket.end()))
        socket.once('error', reject)
      }),
  )
  return {
    url: `ws://127.0.0.1:${port}`,
    password,
    async close() {
      // It ends its children with itself.
      server.kill('SIGTERM')
      await ended
      rmSync(home, { recursive: true, force: true })
    },
  }
}
