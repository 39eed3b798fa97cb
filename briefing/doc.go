// Package briefing is the product: it reads, remembers, tells and answers.
//
// Two flows meet in one evidence check and one set of neutral blocks.
//
//	feed -> Ingester -> Stories -> Indexer -> Writer -> blocks     (feed to briefing)
//	question -> Answerer -> Archive -> claims with evidence -> blocks (question to reply)
//
// The tour, bottom up:
//
//   - Ingester turns items that briefing/feed read into articles: identity,
//     versions, sentence spans, text sketch. Poller fetches what is due.
//   - Stories gives every pending version its story and its text family, as
//     the one holder of the lease "cluster".
//   - Indexer writes pending versions into search segments, as the one holder
//     of the lease "index"; Archive searches segments and what is not yet in one.
//   - Writer ranks the stories of a window, states each in claims that cite
//     verbatim text, leaves out what the channel was told, and records the
//     claims with the post that tells them (the ledger).
//   - Answerer retrieves passages for a question and answers with cited
//     claims, or says that nothing read answers it.
//   - Every claim, whether written by a model or quoted, passes
//     briefing/evidence; what fails is replaced, quoted or dropped.
//
// What is known of languages is data: briefing/text/lexicon has the words of
// events and places, briefing/phrases what the bot itself says.
//
// It knows nothing of Discord or terminals: Blocks carry neutral text.
package briefing
