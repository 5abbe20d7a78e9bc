"""How the page of an explanation looks: on light and dark screens, wide and narrow, on paper."""

STYLE = """
:root { --ink: #1c1b19; --soft: #66625b; --paper: #fbfaf7; --line: #ddd8ce; --panel: #fff;
        --shade-of: 214 158 46; --mark: #9a5b00; --for: #2f7d4f; --against: #b3432f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ebe7df; --soft: #a49e93; --paper: #191816; --line: #3a3732; --panel: #24221f;
          --shade-of: 201 140 30; --mark: #f0b453; --for: #6cc492; --against: #ec8a76; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem; background: var(--paper);
       color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.kind { margin: 0; color: var(--soft); text-transform: uppercase; letter-spacing: .08em;
        font-size: .8rem; }
h1 { margin: .2rem 0 .6rem; font: 600 1.9rem/1.2 Georgia, serif; max-width: 46rem; }
h2 { font: 600 1.3rem/1.2 Georgia, serif; margin: 3rem 0 .8rem; }
header p { max-width: 46rem; }
.legend { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center;
          color: var(--soft); font-size: .9rem; }
.scale { display: inline-flex; align-items: center; gap: .5rem; }
.scale i { width: 8rem; height: .9rem; border-radius: .2rem; border: 1px solid var(--line);
           background: linear-gradient(90deg, transparent, rgb(var(--shade-of) / .55)); }
main { display: grid; grid-template-columns: minmax(0, 42rem) minmax(18rem, 1fr); gap: 3rem; }
article { font: 1.1rem/1.75 Georgia, serif; }
.paragraph { margin: 0 0 1.1rem; white-space: pre-line; }
.sentence { background: rgb(var(--shade-of) / calc(var(--shade, 0) * .55)); border-radius: .15rem;
            cursor: help; -webkit-box-decoration-break: clone; box-decoration-break: clone;
            padding: .1em 0; }
.sentence.taken { border-bottom: 2px solid var(--mark); }
.sentence.apart { color: var(--soft); font-style: italic; }
.sentence:hover, .sentence:focus { outline: 2px solid var(--mark); outline-offset: 1px; }
.sentence > b { display: inline-block; min-width: 1.4em; margin-right: .3em; padding: 0 .35em;
                border-radius: 1em; background: var(--mark); color: var(--paper);
                font: 700 .75em/1.5 system-ui, sans-serif; text-align: center; }
aside { position: sticky; top: 1.5rem; align-self: start; color: var(--soft); font-size: .9rem;
        border-left: 3px solid var(--line); padding-left: 1rem; }
.card { display: none; position: fixed; z-index: 1; padding: 1rem; border: 1px solid var(--line);
        border-radius: .5rem; background: var(--panel); color: var(--ink); white-space: normal;
        font: normal .875rem/1.45 system-ui, sans-serif; box-shadow: 0 .5rem 2rem rgb(0 0 0 / .18);
        top: 1.5rem; right: max(1.25rem, calc(50vw - 38rem + 1.25rem)); width: 24rem; }
.sentence:hover > .card, .sentence:focus > .card { display: grid; gap: .5rem; }
article:hover .sentence:focus:not(:hover) > .card { display: none; }
main:has(.sentence:hover) aside, main:has(.sentence:focus) aside { visibility: hidden; }
.features { display: grid; grid-template-columns: auto auto 1fr; gap: .1rem .6rem;
            align-items: center; }
.features:empty { display: none; }
.features .name { font-weight: 600; }
.features .value { text-align: right; font-variant-numeric: tabular-nums; }
.features i { height: .6rem; border-radius: .15rem; width: max(2px, calc(var(--size) * 100%)); }
.features .for { background: var(--for); }
.features .against { background: var(--against); }
.features .meaning { grid-column: 1 / -1; color: var(--soft); font-size: .8rem;
                     margin-bottom: .25rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .5rem; text-align: right; vertical-align: top;
         border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td.why { text-align: left; min-width: 20rem; color: var(--soft); }
td.why span { color: var(--ink); }
tr.taken td:first-child { border-left: 3px solid var(--mark); font-weight: 700; }
@media (max-width: 64rem) {
  main { display: block; }
  aside { position: static; margin-bottom: 1rem; }
  .card { top: auto; right: .75rem; bottom: .75rem; left: .75rem; width: auto;
          max-height: 60vh; overflow-y: auto; } }
@media print {
  :root { --ink: #000; --soft: #444; --paper: #fff; --line: #bbb; --mark: #000; }
  body { padding: 0; font-size: 10pt; }
  main { display: block; }
  aside, .card { display: none !important; }
  .sentence, .scale i { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  tr { break-inside: avoid; } }
"""
