// A chat in a page of any site: <script src="https://crm.example/chat.js" data-widget="<id>" defer></script>
// It sets no cookie, and keeps nothing in the browser before the visitor has ticked that it may.
;(() => {
  const script = document.currentScript
  const widget = script?.dataset.widget
  // The work that is asked for before a chat begins needs a secure page.
  if (!widget || !globalThis.crypto?.subtle || !globalThis.WebSocket) return
  const home = new URL(script.src).origin
  const address = `${home.replace(/^http/, 'ws')}/chat/${widget}/socket`
  const kept = `hindsight-chat ${widget}`
  const longestPause = 30_000

  let words
  let hello
  let socket
  let session = recall()
  let last = 0
  let failures = 0
  let isWriting = false
  let writingUntil = 0
  let isBegun = session !== undefined
  /** What begins the chat, until that is recorded. */
  let opening
  let isWanted = false
  let unread = 0
  /** What was said and is not recorded yet, in its order. */
  const unsent = new Map()

  function recall() {
    try {
      return localStorage.getItem(kept) ?? undefined
    } catch {
      return undefined
    }
  }

  function remember() {
    try {
      if (session && consent?.checked) localStorage.setItem(kept, session)
      else localStorage.removeItem(kept)
    } catch {
      // Storage is switched off; the chat lasts as long as the page.
    }
  }

  /** An element with its attributes and what is in it; text is text, and never markup. */
  function make(name, attributes = {}, ...inside) {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
      else if (value === true) element.setAttribute(key, '')
      else if (value !== false) element.setAttribute(key, value)
    }
    element.append(...inside)
    return element
  }

  const host = make('hindsight-chat')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`
    :host { all: initial; --paper: #fff; --ink: #1a1c20; --line: #6d7480; --quiet: #50565f; --act: #1a56c4; --sunk: #eef1f6 }
    @media (prefers-color-scheme: dark) {
      :host { --paper: #16181d; --ink: #e6e8ec; --line: #8a919e; --quiet: #a7adba; --act: #8ab4ff; --sunk: #22262e }
    }
    * { box-sizing: border-box }
    .dock { position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; font: 15px/1.45 system-ui, sans-serif; color: var(--ink) }
    button, input, textarea { font: inherit; color: inherit }
    button { min-height: 36px; padding: 4px 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); cursor: pointer }
    button.main { background: var(--act); border-color: var(--act); color: var(--paper) }
    .open { border-radius: 24px; padding: 10px 20px; box-shadow: 0 2px 10px rgb(0 0 0 / 30%) }
    :is(button, input, textarea, a, .log):focus-visible { outline: 3px solid var(--act); outline-offset: 2px }
    section { display: flex; flex-direction: column; width: min(360px, calc(100vw - 32px)); height: min(540px, calc(100vh - 32px));
      background: var(--paper); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; box-shadow: 0 6px 24px rgb(0 0 0 / 30%) }
    header { display: flex; justify-content: space-between; align-items: center; gap: 8px; padding: 8px 12px; border-bottom: 1px solid var(--line) }
    h2 { margin: 0; font-size: 16px }
    .log { flex: 1; overflow-y: auto }
    ol { margin: 0; padding: 12px; list-style: none; display: flex; flex-direction: column; gap: 8px }
    li { max-width: 88%; padding: 6px 10px; border-radius: 8px; background: var(--sunk); overflow-wrap: anywhere }
    li[data-author=visitor] { align-self: flex-end; background: var(--paper); border: 1px solid var(--act) }
    li p { margin: 0; white-space: pre-wrap }
    small { color: var(--quiet) }
    a { color: var(--act) }
    form { display: flex; flex-direction: column; gap: 6px; padding: 10px 12px; border-top: 1px solid var(--line) }
    label { font-size: 13px }
    input:not([type=checkbox]), textarea { width: 100%; padding: 6px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper) }
    .row { display: flex; flex-wrap: wrap; gap: 6px; justify-content: space-between; align-items: center }
    .check { display: flex; gap: 6px; align-items: flex-start }
    .say { min-height: 20px; margin: 0; padding: 0 12px; color: var(--quiet); font-size: 13px }
    [hidden] { display: none !important }
  `)
  root.adoptedStyleSheets = [sheet]

  const opener = make(
    'button',
    { class: 'main open', type: 'button', 'aria-haspopup': 'dialog', onclick: open },
    'Chat',
  )
  const dock = make('div', { class: 'dock' }, opener)
  root.append(dock)
  document.body.append(host)

  let panel
  let heading
  let log
  let list
  let notice
  let who
  let nameInput
  let emailInput
  let input
  let consent
  let person
  let ender

  function open() {
    isWanted = true
    unread = 0
    opener.hidden = true
    opener.textContent = 'Chat'
    if (panel) reveal()
    else if (!socket) connect()
  }

  function reveal() {
    panel.hidden = false
    log.scrollTop = log.scrollHeight
    input.focus()
  }

  function shut() {
    isWanted = false
    panel.hidden = true
    opener.hidden = false
    opener.focus()
  }

  /** The panel, once it is known how it is headed and in which language it speaks. */
  function build() {
    const { title, greeting, language } = hello
    nameInput = make('input', { id: 'name', maxlength: '120', autocomplete: 'name' })
    emailInput = make('input', { id: 'email', type: 'email', maxlength: '254', autocomplete: 'email' })
    who = make(
      'div',
      {},
      make('label', { for: 'name' }, `${words.name} (${words.optional})`),
      nameInput,
      make('label', { for: 'email' }, `${words.email} (${words.optional})`),
      emailInput,
    )
    input = make('textarea', {
      id: 'message',
      rows: '2',
      maxlength: '1000',
      oninput: () => write(input.value !== ''),
      onkeydown: (event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
        event.preventDefault()
        void say()
      },
    })
    consent = make('input', { type: 'checkbox', id: 'remember', onchange: remember })
    consent.checked = recall() !== undefined
    person = make(
      'button',
      { type: 'button', hidden: true, onclick: () => tell({ person: true }) },
      words.person,
    )
    ender = make('button', { type: 'button', hidden: true, onclick: () => tell({ end: true }) }, words.end)
    list = make('ol')
    log = make('div', { class: 'log', tabindex: '0', role: 'log', 'aria-label': title }, list)
    notice = make('p', { class: 'say', role: 'status' })
    heading = make('h2', { id: 'title' }, title)
    const form = make(
      'form',
      {
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault()
          void say()
        },
      },
      who,
      make('label', { for: 'message' }, words.message),
      input,
      make('label', { class: 'check', for: 'remember' }, consent, make('span', {}, words.remember)),
      make(
        'div',
        { class: 'row' },
        person,
        ender,
        make('button', { class: 'main', type: 'submit' }, words.send),
      ),
    )
    const closer = make('button', { type: 'button', onclick: shut }, words.close)
    panel = make(
      'section',
      {
        role: 'dialog',
        'aria-labelledby': 'title',
        lang: language,
        hidden: true,
        onkeydown: (event) => {
          if (event.key === 'Escape') shut()
        },
      },
      make('header', {}, heading, closer),
      log,
      notice,
      form,
    )
    entry('bot', title, greeting)
    dock.append(panel)
    who.hidden = isBegun
    if (isWanted) reveal()
  }

  function entry(author, name, text, articles = []) {
    const said = make('li', { 'data-author': author }, make('small', {}, name), make('p', {}, text))
    for (const { title, path } of articles) {
      const link = make(
        'a',
        {
          href: new URL(path, home).href,
          target: '_blank',
          rel: 'noopener',
          'aria-label': `${title} (${words.opens})`,
        },
        title,
      )
      said.append(make('p', {}, `${words.source}: `, link))
    }
    list.append(said)
    log.scrollTop = log.scrollHeight
    return said
  }

  function connect() {
    socket = new WebSocket(address)
    const own = socket
    own.onmessage = ({ data }) => hear(JSON.parse(data))
    own.onclose = () => {
      if (socket !== own) return
      socket = undefined
      failures += 1
      if (notice) notice.textContent = words.waiting
      else if (failures > 3) return giveUp()
      const pause = Math.min(longestPause, 500 * 2 ** failures) * (0.5 + Math.random() / 2)
      setTimeout(connect, pause)
    }
  }

  /** It is switched off, or may not stand in this page. */
  function giveUp() {
    host.remove()
  }

  function tell(message) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  function hear(message) {
    if (message.hello) {
      failures = 0
      hello = message.hello
      words = hello.words
      if (!panel) build()
      notice.textContent = ''
      if (session) tell({ resume: session, after: last })
      else if (opening) tell({ begin: opening })
    } else if (message.session) {
      session = message.session
      isBegun = true
      opening = undefined
      who.hidden = true
      remember()
      for (const [id, { text }] of unsent) tell({ say: text, id })
    } else if (message.sayings) {
      for (const said of message.sayings) show(said)
    } else if (message.said) {
      unsent.get(message.said)?.shown.remove()
      unsent.delete(message.said)
    } else if (message.state) {
      person.hidden = !message.state.bot
      ender.hidden = !message.state.open
      notice.textContent = message.state.open ? '' : words.ended
    } else if (message.writers) {
      notice.textContent = message.writers.length > 0 ? `${message.writers.join(', ')} ${words.writing}` : ''
    } else if (message.refused) refused(message.refused)
  }

  function show({ number, author, name, text, articles }) {
    if (number <= last) return
    last = number
    entry(author, author === 'visitor' ? words.you : (name ?? words.bot), text, articles)
    if (!isWanted && author !== 'visitor') opener.textContent = `Chat (${++unread})`
    // What waits to be recorded stands below what was.
    for (const { shown } of unsent.values()) list.append(shown)
  }

  function refused({ code, message }) {
    if (code === 'session') return restart()
    // What was to begin it can be mended and sent again.
    if (opening) {
      input.value ||= opening.text
      opening = undefined
      isBegun = false
    }
    notice.textContent = message
  }

  /** The chat of before is over: what is said next begins another. */
  function restart() {
    session = undefined
    isBegun = false
    last = 0
    who.hidden = false
    notice.textContent = words.anew
    remember()
  }

  function write(on) {
    const now = Date.now()
    if (!session || (on && isWriting && now < writingUntil)) return
    isWriting = on
    writingUntil = now + 5_000
    tell({ writing: on })
  }

  async function say() {
    const text = input.value.trim()
    if (text === '' || !hello) return
    if (!isBegun) return begin(text)
    const id = crypto.randomUUID()
    unsent.set(id, { text, shown: entry('visitor', words.you, text) })
    input.value = ''
    isWriting = false
    if (session) tell({ say: text, id })
  }

  async function begin(text) {
    if (!emailInput.checkValidity()) return emailInput.focus()
    isBegun = true
    input.value = ''
    const { challenge, bits } = hello
    opening = {
      challenge,
      work: await work(challenge, bits),
      name: nameInput.value.trim() || null,
      email: emailInput.value.trim() || null,
      page: location.href.length <= 2000 ? location.href : null,
      text,
    }
    tell({ begin: opening })
  }

  /** A number that, behind the challenge, hashes to so many zero bits: a second of a browser's time. */
  async function work(challenge, bits) {
    const encoder = new TextEncoder()
    for (let tried = 0; ; tried++) {
      const hash = await crypto.subtle.digest('SHA-256', encoder.encode(`${challenge}:${tried}`))
      if (Math.clz32(new DataView(hash).getUint32(0)) >= bits) return String(tried)
    }
  }

  // Who has come from another page of the site hears of answers.
  if (session) connect()
})()
