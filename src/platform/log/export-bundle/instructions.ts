/** For who gets a bundle and has never heard of the product. */
export function instructions(key: string): string {
  return `A signed export from a Hindsight event log
==========================================

To check it you need Python 3.8 or newer and nothing else, and no network:

    python3 verify.py --key '${key}' .

"." is the folder these files are in; the .tar file itself can be named instead.

The key after --key is the log's public key. Here it is printed from the bundle, and who forges a bundle can forge
this text too: ask the operator of the log for the key by another way (GET /api/log/key), and compare. If you
distrust verify.py itself, take it from another bundle or from the product's source; its text is short.

What is here
  events.jsonl    the events, one a line, in the order of the log: canonical JSON (RFC 8785) of created (when the log
                  took it, UTC), data, id, metadata (who, by which way, by which command, when it happened, why),
                  revision (its number in its stream), stream and type
  events.csv      the same as a table, for reading. Cells that a spreadsheet would compute begin with an apostrophe
  events.pdf      the same for people, the first thousand of them
  proofs.jsonl    for each event its place in the log and its inclusion proof
  checkpoint.txt  what the log's key has signed: the name of the log, its size and the root of its Merkle tree
  checkpoint-newer.txt, consistency.json
                  if asked for: a newer checkpoint and the proof that it continues the older one
  manifest.json   what was asked for, counts, and the hash of every file; manifest.sig is its signature
  key.txt         the log's public key

What a check proves
  Every event is, to the bit, in the log that the checkpoint was signed for, at the place it says. Leaf hash:
  SHA-256 over a zero byte and the line without its newline. Tree and proofs: RFC 9162, section 2.1. Checkpoint:
  c2sp.org/tlog-checkpoint. For a record, the revisions run from 0 without a gap, so that none is missing between.
  Files, counts and query are as the log's key signed them.

What it cannot prove
  That the answer to a query for a person or a period leaves nothing out: for that, trust who signed the manifest. That
  the log shows everybody the same history: for that, keep checkpoints of your own and ask for consistency proofs
  between them (GET /api/log/proof/consistency). That what was recorded is true.
`
}
