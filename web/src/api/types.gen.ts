// Generated from the OpenAPI document. `npx vitest run tests/web/api-types.test.ts -u` makes it anew.

export interface Replies {
  /** Who read what, searched for what, took what out, and what was refused; newest first */
  "/access-log": AccessLog
  /** Whose records somebody was shown in a period: what to report after a breach of their account */
  "/access-log/touched": AccessLogTouched
  /** Who viewed a record: by itself, in its history, in a list, a search or an export */
  "/access-log/viewers": AccessLogViewers
  /** Every event of one record: who, when, why, before and after */
  "/access-seals/{id}/history": HistoryPage
  /** Who could see a record at an instant, by the rights of then, and who did see it up to then */
  "/access/effective": AccessEffective
  /** Every permission there is, and the fields of each model: what a role can be made of */
  "/access/vocabulary": AccessVocabulary
  /** Why can or can’t I see this? On behalf of others with the permission access.read */
  "/access/why": AccessWhy
  /** What was handed over to the accounts: the runs by their period, number and who made them */
  "/accounting-runs": AccountingRunPage
  /** What of a period was handed over to the accounts, and what is due; by kind and currency */
  "/accounting-runs/due": AccountsDue
  /** One of them by its id */
  "/accounting-runs/{id}": AccountingRun
  /** Every event of one record: who, when, why, before and after */
  "/accounting-runs/{id}/history": HistoryPage
  /** Accounts by name, owner, sector and relation */
  "/accounts": AccountPage
  /** Those that may be the one that is about to be entered, the likeliest first */
  "/accounts/alike": DuplicateCandidates
  /** Pairs that have an address, a number or a name in common, the likeliest first */
  "/accounts/duplicates": AccountDuplicatePairs
  /** One of them by its id */
  "/accounts/{id}": Account
  /** Others that may be the same one, with what speaks for it, the likeliest first */
  "/accounts/{id}/duplicates": DuplicateCandidates
  /** Every event of one record: who, when, why, before and after */
  "/accounts/{id}/history": HistoryPage
  /** What an account has bought, as far as the reader sees it: sums by currency and year, and the newest documents */
  "/accounts/{id}/purchases": Purchases
  /** Its story: activities, messages, tickets, quotes, orders, invoices, payments, files and changes in one order, newest first, and what is open */
  "/accounts/{id}/timeline": Story
  /** What accounts of the same industry, size and class have bought, and this one has not */
  "/accounts/{id}/white-space": WhiteSpace
  /** Activities: calls, tasks, appointments, notes and e-mails; what is due first comes first */
  "/activities": ActivityPage
  /** An activity */
  "/activities/{id}": Activity
  /** Every event of one record: who, when, why, before and after */
  "/activities/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/activities/{id}/privacy": PrivacyStanding
  /** Every event of one record: who, when, why, before and after */
  "/activity-policies/{id}/history": HistoryPage
  /** Commands of sagas that were refused and that nothing answers */
  "/admin/dead-letters": AdminDeadLetters
  /** The packages of others that are installed here, with version, licence and since when */
  "/admin/packages": AdminPackages
  /** Events that are set aside: for which projection or saga, when, by whom and why */
  "/admin/quarantine": AdminQuarantine
  /** What a saga has in hand or had, the last changed first */
  "/admin/sagas/{name}/instances": AdminSagasByNameInstances
  /** Where a saga stands with one of them: its state, its timers, and each command it asked for */
  "/admin/sagas/{name}/instances/{key}": AdminSagasByNameInstancesByKey
  /** Every event of one record: who, when, why, before and after */
  "/alert-policies/{id}/history": HistoryPage
  /** All API keys there are and were */
  "/api-keys": ApiKeys
  /** Every event of one record: who, when, why, before and after */
  "/api-keys/{id}/history": HistoryPage
  /** Free times for a service, by skill, hours of work and load, the earliest first */
  "/appointment-slots": AppointmentSlots
  /** Appointments of resources by time, resource and order */
  "/appointments": AppointmentPage
  /** One of them by its id */
  "/appointments/{id}": Appointment
  /** Every event of one record: who, when, why, before and after */
  "/appointments/{id}/history": HistoryPage
  /** Published articles by all that they say, with beginnings of words and slips of the pen, the best first */
  "/article-search": ArticleSearch
  /** What articles were good for: readers they helped, and replies they stand in, by month and by article */
  "/article-usage": ArticleUsage
  /** Articles of the knowledge base with what is published of them, by type, state, language and audience */
  "/articles": ArticlePage
  /** One of them by its id */
  "/articles/{id}": Article
  /** Every event of one record: who, when, why, before and after */
  "/articles/{id}/history": HistoryPage
  /** The versions of an article that were published, who asked for each and who approved it, the last first */
  "/articles/{id}/versions": ArticleVersions
  /** What was done: by person, record, period, kind and field changed; newest first */
  "/audit": Audit
  /** Conversion and cycle time of leads or deals before and after a day, with how sure the difference is */
  "/automation-effect": AutomationEffect
  /** The versions of rules that were put to work, the latest first */
  "/automations": Automations
  /** When people are free: within their hours of work, beside what they have, the earliest first */
  "/availability": Availability
  /** Forecasts as they would have been made, against what happened */
  "/back-tests": BackTestPage
  /** One of them by its id */
  "/back-tests/{id}": BackTest
  /** Every event of one record: who, when, why, before and after */
  "/back-tests/{id}/history": HistoryPage
  /** What was done to many records at once, how far it has got, and whether it was taken back */
  "/batches": BatchPage
  /** One of them by its id */
  "/batches/{id}": Batch
  /** Every event of one record: who, when, why, before and after */
  "/batches/{id}/history": HistoryPage
  /** What came of each record of a batch, in their order */
  "/batches/{id}/items": BatchItemPage
  /** Pages on which people choose when to meet one of us */
  "/booking-pages": BookingPagePage
  /** One of them by its id */
  "/booking-pages/{id}": BookingPage
  /** Every event of one record: who, when, why, before and after */
  "/booking-pages/{id}/history": HistoryPage
  /** Business calendars */
  "/business-calendars": BusinessCalendarPage
  /** One of them by its id */
  "/business-calendars/{id}": BusinessCalendar
  /** Every event of one record: who, when, why, before and after */
  "/business-calendars/{id}/history": HistoryPage
  /** Calls by who made them, by the hour of the day and by what came of them, and how long they last */
  "/call-statistics": CallStatistics
  /** Contacts, leads and accounts who have a telephone number, however it is written there */
  "/callers": Callers
  /** Campaigns by what they brought and cost: funnel, cost per lead and win, return by a model of attribution */
  "/campaign-results": CampaignResults
  /** Campaigns with their goals, budgets, days and costs */
  "/campaigns": CampaignPage
  /** One of them by its id */
  "/campaigns/{id}": Campaign
  /** The won deals that a campaign had part in, and how much of each is its own by a model */
  "/campaigns/{id}/deals": CampaignDeals
  /** Every event of one record: who, when, why, before and after */
  "/campaigns/{id}/history": HistoryPage
  /** How each channel stands: set up or not, last success, last trouble, what waits, dead letters, cost */
  "/channels": ChannelsHealth
  /** Chats that stand in the pages of sites */
  "/chat-widgets": ChatWidgetPage
  /** One of them by its id */
  "/chat-widgets/{id}": ChatWidget
  /** Every event of one record: who, when, why, before and after */
  "/chat-widgets/{id}/history": HistoryPage
  /** Lists of what fields can be: sources, reasons, categories, classes */
  "/choice-lists": ChoiceListPage
  /** One of them by its id */
  "/choice-lists/{id}": ChoiceList
  /** Every event of one record: who, when, why, before and after */
  "/choice-lists/{id}/history": HistoryPage
  /** Customers by how likely they leave, with reasons, and a back-test of the score by what was known then */
  "/churn": Churn
  /** Agents by reopened and late tickets, handle time and what customers think, with counts and how sure that is */
  "/coaching": Coaching
  /** Leads converted, or deals won, by the month in which they began and by how many months later */
  "/cohorts": Cohorts
  /** Competitors by name */
  "/competitors": CompetitorPage
  /** One of them by its id */
  "/competitors/{id}": Competitor
  /** Every event of one record: who, when, why, before and after */
  "/competitors/{id}/history": HistoryPage
  /** Root causes of the complaints that were opened in a period, the most frequent first, and of which products */
  "/complaint-causes": ComplaintCauses
  /** Corrective actions of complaints and their effect: complaints of the same root cause and product before and after they were done */
  "/complaint-corrections": ComplaintCorrections
  /** Contacts by how much they decide, with last touch, channels, response times and deals */
  "/contact-analysis": ContactAnalysis
  /** Contacts by name, e-mail, account and owner */
  "/contacts": ContactPage
  /** Those that may be the one that is about to be entered, the likeliest first */
  "/contacts/alike": DuplicateCandidates
  /** Pairs that have an address, a number or a name in common, the likeliest first */
  "/contacts/duplicates": ContactDuplicatePairs
  /** One of them by its id */
  "/contacts/{id}": Contact
  /** By which channels somebody may be reached, and by which they would rather be */
  "/contacts/{id}/channels": ChannelAnswers
  /** Others that may be the same one, with what speaks for it, the likeliest first */
  "/contacts/{id}/duplicates": DuplicateCandidates
  /** Where a contact works and has worked, with titles and since when, the present place first */
  "/contacts/{id}/employments": ContactEmployments
  /** Every event of one record: who, when, why, before and after */
  "/contacts/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/contacts/{id}/privacy": PrivacyStanding
  /** Its story: activities, messages, tickets, quotes, orders, invoices, payments, files and changes in one order, newest first, and what is open */
  "/contacts/{id}/timeline": Story
  /** The library of what is worth reading, by whom it is for */
  "/content-items": ContentItemPage
  /** One of them by its id */
  "/content-items/{id}": ContentItem
  /** Every event of one record: who, when, why, before and after */
  "/content-items/{id}/history": HistoryPage
  /** What of the library is for a lead or a contact, by their interests, and whether they got and opened it */
  "/content-offers/{model}/{id}": ContentOffers
  /** Contracts by account, state and the day on which they end */
  "/contracts": ContractPage
  /** One of them by its id */
  "/contracts/{id}": Contract
  /** Every event of one record: who, when, why, before and after */
  "/contracts/{id}/history": HistoryPage
  /** Conversations by mail, text, chat and in social networks; the one in which was written last comes first */
  "/conversations": ConversationPage
  /** One of them by its id */
  "/conversations/{id}": Conversation
  /** What was said in a chat, oldest first: all of it */
  "/conversations/{id}/chat": ChatMessages
  /** Every event of one record: who, when, why, before and after */
  "/conversations/{id}/history": HistoryPage
  /** The messages of a conversation, oldest first; of more than a hundred the newest */
  "/conversations/{id}/messages": ConversationMessages
  /** How a person’s record stands, and which other records are about them */
  "/conversations/{id}/privacy": PrivacyStanding
  /** The fields and related records of each model that criteria can be about, and what can be asked of them */
  "/criteria": Criteria
  /** What is often bought together with what an account has, or a quote or a deal consists of */
  "/cross-selling": CrossSelling
  /** Deals in which a proposal was taken up against those without */
  "/cross-selling/uplift": CrossSellingUplift
  /** Settings of the organisation’s own, by their place in the tree */
  "/custom-settings": CustomSettingPage
  /** One of them by its id */
  "/custom-settings/{id}": CustomSetting
  /** Every event of one record: who, when, why, before and after */
  "/custom-settings/{id}/history": HistoryPage
  /** What customers have of ours, by account, product, what it is built into, order and warranty */
  "/customer-assets": AssetPage
  /** One of them by its id */
  "/customer-assets/{id}": Asset
  /** Every event of one record: who, when, why, before and after */
  "/customer-assets/{id}/history": HistoryPage
  /** Whether something that failed on a day is under warranty, by the terms that it was sold with */
  "/customer-assets/{id}/warranty": AssetWarranty
  /** How a customer or an industry buys and asks: how often, what, and whether that has changed */
  "/customer-behaviour": CustomerBehaviour
  /** Customers by how lately, how often and for how much they bought (RFM), in groups with counts */
  "/customer-groups": CustomerGroups
  /** Everything about a customer, an account or a contact, in one call: profile, people, deals, orders, invoices, tickets, activities */
  "/customers/{id}/360": Customer360
  /** Every event of one record: who, when, why, before and after */
  "/disclosures/{id}/history": HistoryPage
  /** Who is in which sequence: how far they are, and why they left */
  "/enrolments": EnrolmentPage
  /** One of them by its id */
  "/enrolments/{id}": Enrolment
  /** Every event of one record: who, when, why, before and after */
  "/enrolments/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/enrolments/{id}/privacy": PrivacyStanding
  /** Every event of one record: who, when, why, before and after */
  "/erp-connections/{id}/history": HistoryPage
  /** An event as the tree holds it, with its proof against the newest checkpoint */
  "/events/{id}/proof": EventsProof
  /** Why an event happened: the chain of causes to the root, where its record came from, and what followed */
  "/events/{id}/why": EventsWhy
  /** The rates of each day, against the euro */
  "/exchange-rates": RateSheetPage
  /** One of them by its id */
  "/exchange-rates/{id}": RateSheet
  /** Every event of one record: who, when, why, before and after */
  "/exchange-rates/{id}/history": HistoryPage
  /** The form of the data of every type of event, as JSON Schema */
  "/exports/event-schemas": ExportsEventSchemas
  /** Fields that the organisation has given to accounts, contacts, leads, deals and tickets */
  "/field-sets": FieldSetPage
  /** One of them by its id */
  "/field-sets/{id}": FieldSet
  /** Every event of one record: who, when, why, before and after */
  "/field-sets/{id}/history": HistoryPage
  /** A figure by its name, a period and whom or what it is of: `won revenue March West` */
  "/figures": FigureSearch
  /** Files, by the record they lie with; those with a new version last come first */
  "/files": FileRecordPage
  /** One of them by its id */
  "/files/{id}": FileRecord
  /** Every event of one record: who, when, why, before and after */
  "/files/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/files/{id}/privacy": PrivacyStanding
  /** Who is to be followed up, and why: what waits for an answer, ends, or has been quiet for long */
  "/follow-up-suggestions": FollowUpSuggestions
  /** Suggestions to follow up that somebody has set aside */
  "/follow-ups": FollowUpPage
  /** One of them by its id */
  "/follow-ups/{id}": FollowUp
  /** Every event of one record: who, when, why, before and after */
  "/follow-ups/{id}/history": HistoryPage
  /** What a period will bring: won, committed, weighted and best case, by owner, month or team */
  "/forecast": Forecast
  /** What a fiscal period will bring by stage defaults, learned conversion with time in stage, bookings and the period before, with bands and each method in a sentence */
  "/forecast/methods": ForecastMethods
  /** What forecasts of the past would have said by other stage probabilities, beside what they said and what came */
  "/forecast/what-if": ForecastWhatIf
  /** Greetings that go out by themselves: on what, to whom, and when next */
  "/greetings": GreetingPage
  /** One of them by its id */
  "/greetings/{id}": Greeting
  /** Every event of one record: who, when, why, before and after */
  "/greetings/{id}/history": HistoryPage
  /** Who gets a greeting in the days to come, by which way, and who is left out and why; nothing is sent */
  "/greetings/{id}/preview": GreetingPreview
  /** The pages of help that have all these words; all of them without */
  "/help": Help
  /** The page of help for a screen */
  "/help/{screen}": HelpByScreen
  /** Files that were brought in: how they were read, what came of them, and whether they were undone */
  "/imports": ImportPage
  /** What the columns of a file can become, by kind of record */
  "/imports/fields": ImportsFields
  /** One of them by its id */
  "/imports/{id}": Import
  /** Every event of one record: who, when, why, before and after */
  "/imports/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/inboxes/{id}/history": HistoryPage
  /** Invoices and credit notes by account, order, owner, status and day */
  "/invoices": InvoicePage
  /** One of them by its id */
  "/invoices/{id}": Invoice
  /** Every event of one record: who, when, why, before and after */
  "/invoices/{id}/history": HistoryPage
  /** Jobs that run or have ended since the last start, newest first */
  "/jobs": Jobs
  /** How far a job has got */
  "/jobs/{id}": Job
  /** Every event of one record: who, when, why, before and after */
  "/key-customer-policies/{id}/history": HistoryPage
  /** Customers by their share of revenue, with trend and margin */
  "/key-customers": KeyCustomers
  /** Pages of the organisation by which strangers become leads */
  "/landing-pages": LandingPagePage
  /** One of them by its id */
  "/landing-pages/{id}": LandingPage
  /** Every event of one record: who, when, why, before and after */
  "/landing-pages/{id}/history": HistoryPage
  /** What came of a page: visits, forms that were sent, leads, won deals */
  "/landing-pages/{id}/results": LandingPageResults
  /** How many open leads each person has, as far as the reader sees them, and how many they take */
  "/lead-capacity": LeadCapacity
  /** Forms by which strangers become leads or open tickets */
  "/lead-forms": LeadFormPage
  /** One of them by its id */
  "/lead-forms/{id}": LeadForm
  /** Every event of one record: who, when, why, before and after */
  "/lead-forms/{id}/history": HistoryPage
  /** The ways that leads have gone, how often, how long each step took, and where they came back */
  "/lead-paths": LeadPaths
  /** Why leads stand disqualified or put off: how many, by reason */
  "/lead-reasons": LeadReasons
  /** Who brought leads to us: how many, and how many of them were qualified, lost or became deals */
  "/lead-referrals": LeadReferrals
  /** Leads by status, owner, source and heat */
  "/leads": LeadPage
  /** One of them by its id */
  "/leads/{id}": Lead
  /** Why a lead is whose it is: the rule that chose, who else could have got it, each rule with what its conditions found, and who would get it now */
  "/leads/{id}/assignment": LeadAssignment
  /** By which channels somebody may be reached, and by which they would rather be */
  "/leads/{id}/channels": ChannelAnswers
  /** Whether a lead is genuine: what each check has found, what that takes off, and who is alike */
  "/leads/{id}/checks": LeadChecks
  /** What a conversion of a lead would link, and what it would make; nothing is changed */
  "/leads/{id}/conversion": ConversionPreview
  /** Every event of one record: who, when, why, before and after */
  "/leads/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/leads/{id}/privacy": PrivacyStanding
  /** How long a lead has been in each status, each time and in all, and who brought it there */
  "/leads/{id}/progress": LeadProgress
  /** Whether a lead is qualified, and by whose word: what is not known yet, the rule that decided, and each rule with what its conditions find */
  "/leads/{id}/qualification": LeadQualificationExplained
  /** Three products to offer to a lead at most, each with why: what they name, what is like it, and what customers like them have bought, as far as the reader sees these */
  "/leads/{id}/recommendations": LeadRecommendations
  /** What undoing a conversion would withdraw, and what is in its way; nothing is changed */
  "/leads/{id}/reversion": ReversionPreview
  /** The score of a lead, explained by the version of the rules that gave it: each rule, its conditions, what was found */
  "/leads/{id}/score": LeadScore
  /** Its story: activities, messages, tickets, quotes, orders, invoices, payments, files and changes in one order, newest first, and what is open */
  "/leads/{id}/timeline": Story
  /** Letters by post, and whether they were posted */
  "/letters": LetterPage
  /** One of them by its id */
  "/letters/{id}": Letter
  /** Every event of one record: who, when, why, before and after */
  "/letters/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/letters/{id}/privacy": PrivacyStanding
  /** Signed checkpoints, newest first */
  "/log/checkpoints": LogCheckpoints
  /** Where an operator went on with an older log, with the checkpoints that it contradicts; oldest first */
  "/log/divergences": LogDivergences
  /** The public key that checkpoints are signed with, and those of former times */
  "/log/key": LogKey
  /** The proof that the tree of one size is the beginning of that of another */
  "/log/proof/consistency": LogProofConsistency
  /** The proof that an event is in the tree of a size, by default that of the newest checkpoint */
  "/log/proof/inclusion": LogProofInclusion
  /** Prospects by how alike they are to the best customers, with the traits that make them so */
  "/look-alikes": LookAlikes
  /** Mailboxes: one’s own and those that are shared with one */
  "/mailboxes": MailboxRecordPage
  /** One of them by its id */
  "/mailboxes/{id}": MailboxRecord
  /** Every event of one record: who, when, why, before and after */
  "/mailboxes/{id}/history": HistoryPage
  /** Whether a mailbox is fetched without fault, and what went wrong last */
  "/mailboxes/{id}/standing": MailboxStanding
  /** Whom mailings, sequences, greetings and rules wrote to: what each got, or why nothing, and what they did with it */
  "/mailing-recipients": MailingRecipientPage
  /** One of them by its id */
  "/mailing-recipients/{id}": MailingRecipient
  /** Every event of one record: who, when, why, before and after */
  "/mailing-recipients/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/mailing-recipients/{id}/privacy": PrivacyStanding
  /** Mails, texts and letters to all of a list, and how far each has got */
  "/mailings": MailingPage
  /** One of them by its id */
  "/mailings/{id}": Mailing
  /** Every event of one record: who, when, why, before and after */
  "/mailings/{id}/history": HistoryPage
  /** What came of a mailing: sent, opened, clicked, answered, won; who was left out and why */
  "/mailings/{id}/results": MailingResults
  /** Maintenance plans by account, asset, contract and when they are due next */
  "/maintenance-plans": MaintenancePlanPage
  /** One of them by its id */
  "/maintenance-plans/{id}": MaintenancePlan
  /** Every event of one record: who, when, why, before and after */
  "/maintenance-plans/{id}/history": HistoryPage
  /** Our share of each market that was entered, and its trend */
  "/market-shares": MarketShares
  /** Won deals by month, of each product or country, with a forecast of three months and its band */
  "/market-trends": MarketTrends
  /** Marketing lists of contacts, leads or accounts */
  "/marketing-lists": MarketingListPage
  /** One of them by its id */
  "/marketing-lists/{id}": MarketingList
  /** Every event of one record: who, when, why, before and after */
  "/marketing-lists/{id}/history": HistoryPage
  /** Who is in a marketing list, now or at an instant, as far as the reader sees them */
  "/marketing-lists/{id}/members": MarketingListMemberPage
  /** Who of a list would get a mail, or a text, for a purpose, and who is left out and why; nothing is sent */
  "/marketing-lists/{id}/preview": MarketingListPreview
  /** How many customers of a list were kept since it was made, against what was to be expected and those alike */
  "/marketing-lists/{id}/retention": Retention
  /** What marketing is to reach in a period, in numbers and in words */
  "/marketing-plans": MarketingPlanPage
  /** One of them by its id */
  "/marketing-plans/{id}": MarketingPlan
  /** What was reached of a marketing plan: each target against what came, and sums by time, products and country */
  "/marketing-plans/{id}/attainment": PlanAttainment
  /** Every event of one record: who, when, why, before and after */
  "/marketing-plans/{id}/history": HistoryPage
  /** How large markets are, by what is sold, where and when */
  "/markets": MarketPage
  /** One of them by its id */
  "/markets/{id}": Market
  /** Every event of one record: who, when, why, before and after */
  "/markets/{id}/history": HistoryPage
  /** Who is signed in, and what they may do */
  "/me": Me
  /** How much one has to do is overdue, how much is due today, and when the next of it will be late */
  "/me/activities": OwnActivities
  /** The own API keys, with when and from where they were last used */
  "/me/api-keys": ApiKeys
  /** When one can be had: the own hours of work */
  "/me/calendar": OwnCalendar
  /** The address at which calendars read the own appointments */
  "/me/calendar/feed": CalendarFeed
  /** The other calendar of one’s own, and whether it is read without fault */
  "/me/calendar/outside": OutsideCalendar
  /** How many open conversations there are for one to answer, and how many nobody has filed */
  "/me/conversations": WaitingConversations
  /** The layout of the own dashboard */
  "/me/dashboard": MeDashboard
  /** What one is told of, newest first */
  "/me/notices": MeNotices
  /** What one can be told of, and whether mails are sent at all */
  "/me/notices/kinds": MeNoticesKinds
  /** How much of what one is told of is unread (at most 100) */
  "/me/notices/unread": MeNoticesUnread
  /** What a new user may want to do first, as far as they have done it */
  "/me/onboarding": MeOnboarding
  /** The line that one telephones by; null: one has none */
  "/me/phone": OwnPhone
  /** The own preferences: formats, start page, columns, saved views, notices, dashboard */
  "/me/preferences": MePreferences
  /** Whether there is a second factor, and how many recovery codes are left */
  "/me/second-factor": MeSecondFactor
  /** The own sessions that are open, with address and browser */
  "/me/sessions": OpenSessions
  /** What one has asked for help with, how it stands and what was answered */
  "/me/support": MeSupport
  /** What one is to read and acknowledge, what is open first */
  "/me/trainings": MeTrainings
  /** The merges that a record had to do with, the newest first */
  "/merges": MergeList
  /** What names a record and would name another one, if they were made one; nothing is changed */
  "/merges/preview": MergePreview
  /** What came of a merge, and of taking it back */
  "/merges/{id}": MergeDetail
  /** Every event of one record: who, when, why, before and after */
  "/merges/{id}/history": HistoryPage
  /** Texts that are sent to many, as they were written last, and the version that is published */
  "/message-templates": MessageTemplatePage
  /** One of them by its id */
  "/message-templates/{id}": MessageTemplate
  /** Every event of one record: who, when, why, before and after */
  "/message-templates/{id}/history": HistoryPage
  /** What insight came to, as it was kept */
  "/mining-results": MiningResultPage
  /** One of them by its id */
  "/mining-results/{id}": MiningResult
  /** Every event of one record: who, when, why, before and after */
  "/mining-results/{id}/history": HistoryPage
  /** What was kept, unchanged, with the names that its reader may see */
  "/mining-results/{id}/result": MinedResult
  /** Every event of one record: who, when, why, before and after */
  "/module-switches/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/notice-mails/{id}/history": HistoryPage
  /** Opportunities by owner, stage, status, account and close date */
  "/opportunities": OpportunityPage
  /** One of them by its id */
  "/opportunities/{id}": Opportunity
  /** Every event of one record: who, when, why, before and after */
  "/opportunities/{id}/history": HistoryPage
  /** Who has a say in an opportunity, what part they play and where they stand */
  "/opportunities/{id}/key-players": KeyPlayers
  /** What a product costs whom a deal is with, now: by which price book, version, tier and rule */
  "/opportunities/{id}/list-price": ListPrice
  /** Budget of an opportunity, its costs, what its orders come to, and the total of both in each currency */
  "/opportunities/{id}/spending": DealSpending
  /** Its story: activities, messages, tickets, quotes, orders, invoices, payments, files and changes in one order, newest first, and what is open */
  "/opportunities/{id}/timeline": Story
  /** Orders by account, opportunity, quote, owner and status */
  "/orders": OrderPage
  /** One of them by its id */
  "/orders/{id}": Order
  /** Every event of one record: who, when, why, before and after */
  "/orders/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/organisations/{id}/history": HistoryPage
  /** Mails that go out, and what became of them */
  "/outgoing-mails": OutgoingMailPage
  /** One of them by its id */
  "/outgoing-mails/{id}": OutgoingMail
  /** Every event of one record: who, when, why, before and after */
  "/outgoing-mails/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/outgoing-mails/{id}/privacy": PrivacyStanding
  /** Texts that go out, and what became of them */
  "/outgoing-texts": OutgoingSmsPage
  /** One of them by its id */
  "/outgoing-texts/{id}": OutgoingSms
  /** Every event of one record: who, when, why, before and after */
  "/outgoing-texts/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/outgoing-texts/{id}/privacy": PrivacyStanding
  /** Payments by day, account and whether their invoices are known */
  "/payments": PaymentPage
  /** One of them by its id */
  "/payments/{id}": Payment
  /** Every event of one record: who, when, why, before and after */
  "/payments/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/payments/{id}/privacy": PrivacyStanding
  /** Which open invoices a payment may be for, the likeliest first, and why */
  "/payments/{id}/suggestions": PaymentSuggestions
  /** What came of the work of people or teams in a period: activities, leads, deals and revenue */
  "/performance": Performance
  /** Days from lead to won by month, with quartiles, and before and after a date */
  "/performance/lead-to-won": LeadToWon
  /** The records that a number of `/performance` counts, the latest first */
  "/performance/records": PerformanceRecords
  /** Every event of one record: who, when, why, before and after */
  "/personal-calendars/{id}/history": HistoryPage
  /** Calls by our lines, those that go on included; the last one comes first */
  "/phone-calls": PhoneCallPage
  /** One of them by its id */
  "/phone-calls/{id}": PhoneCall
  /** Every event of one record: who, when, why, before and after */
  "/phone-calls/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/phone-calls/{id}/privacy": PrivacyStanding
  /** Telephone lines, and whose they are */
  "/phone-lines": PhoneLinePage
  /** One of them by its id */
  "/phone-lines/{id}": PhoneLine
  /** Every event of one record: who, when, why, before and after */
  "/phone-lines/{id}/history": HistoryPage
  /** The board of a pipeline: its stages with count, sum, weighted sum and first deals */
  "/pipeline": PipelineBoard
  /** Average and median size of won opportunities by month, owner, sector, country or channel, in each currency */
  "/pipeline/deal-sizes": DealSizes
  /** What changed the open pipeline between two instants: new, won, lost, larger, smaller, slipped */
  "/pipeline/diff": PipelineDiff
  /** Whether the open pipeline can be relied on: coverage, ageing, what slipped, what has no next step */
  "/pipeline/health": PipelineHealth
  /** The ways that deals have gone, how often, how long each step took, and where they came back */
  "/pipeline/paths": DealPaths
  /** Median days in each stage of a pipeline and how many deals were lost from it, by what happened */
  "/pipeline/stage-times": StageTimes
  /** How many opportunities are open, won and lost, and what they are worth in each currency */
  "/pipeline/summary": PipelineSummary
  /** Sales velocity: open deals × win rate × average size ÷ days from opened to won, in each currency */
  "/pipeline/velocity": SalesVelocity
  /** How many closed opportunities were won: by owner, stage, source, channel, competitor, reason or month */
  "/pipeline/win-rates": WinRates
  /** Open opportunities by what is to be worked on next, with the factors and the reasons of each */
  "/pipeline/work-next": WorkNext
  /** Pipelines with their stages */
  "/pipelines": PipelinePage
  /** One of them by its id */
  "/pipelines/{id}": Pipeline
  /** Every event of one record: who, when, why, before and after */
  "/pipelines/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/portal-policies/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/preferences/{id}/history": HistoryPage
  /** Price books by name and currency, with their prices */
  "/price-books": PriceBookPage
  /** One of them by its id */
  "/price-books/{id}": PriceBook
  /** Every event of one record: who, when, why, before and after */
  "/price-books/{id}/history": HistoryPage
  /** What people asked for by right, and what came of it; each has a signed receipt */
  "/privacy-requests": PrivacyRequestPage
  /** One of them by its id */
  "/privacy-requests/{id}": PrivacyRequest
  /** Every event of one record: who, when, why, before and after */
  "/privacy-requests/{id}/history": HistoryPage
  /** What the retention rules would erase now; nothing is erased */
  "/privacy/retention": PrivacyRetention
  /** Pairs of products that are bought together more often than by chance, with support, confidence and lift */
  "/product-associations": ProductAssociations
  /** Groups of products, and what each is part of */
  "/product-groups": ProductGroupPage
  /** One of them by its id */
  "/product-groups/{id}": ProductGroup
  /** Every event of one record: who, when, why, before and after */
  "/product-groups/{id}/history": HistoryPage
  /** Tickets per 100 units sold or installed, by product, with counts and how sure that is */
  "/product-problems": ProductProblems
  /** Products by name, code, group and availability; a group stands for all that are part of it */
  "/products": ProductPage
  /** One of them by its id */
  "/products/{id}": Product
  /** Every event of one record: who, when, why, before and after */
  "/products/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/quarantine/{id}/history": HistoryPage
  /** Quotas of people and teams, by period */
  "/quotas": QuotaPage
  /** How much of the quotas of a period is won, and how much is open */
  "/quotas/attainment": Attainment
  /** One of them by its id */
  "/quotas/{id}": Quota
  /** Every event of one record: who, when, why, before and after */
  "/quotas/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/quote-policies/{id}/history": HistoryPage
  /** Quotes by opportunity, account, owner and status */
  "/quotes": QuotePage
  /** One of them by its id */
  "/quotes/{id}": Quote
  /** Every event of one record: who, when, why, before and after */
  "/quotes/{id}/history": HistoryPage
  /** The link to a quote, for who may make one, and when it was opened by somebody who is not signed in */
  "/quotes/{id}/link": QuoteLink
  /** How a person’s record stands, and which other records are about them */
  "/quotes/{id}/privacy": PrivacyStanding
  /** Reports that come with the product: of sales, marketing, service and compliance */
  "/ready-made-reports": ReadyMadeReports
  /** The conversations that a record is filed with; the one with the newest mail first */
  "/record-conversations": ConversationsOfRecord
  /** How often and how late closed deals of a month are revised after its end, by owner and field, with each revision */
  "/reliability": Reliability
  /** What became of each report that was sent by itself, for each who was to get it */
  "/report-deliveries": ReportDeliveryPage
  /** One of them by its id */
  "/report-deliveries/{id}": ReportDelivery
  /** Every event of one record: who, when, why, before and after */
  "/report-deliveries/{id}/history": HistoryPage
  /** Which reports are shown to people without an account, for what, and until when */
  "/report-links": ReportLinkPage
  /** One of them by its id */
  "/report-links/{id}": ReportLink
  /** Where the link to a report leads, for who made it, and who has opened it when */
  "/report-links/{id}/address": ReportLinkAddress
  /** Every event of one record: who, when, why, before and after */
  "/report-links/{id}/history": HistoryPage
  /** What a report comes to that need not be kept */
  "/report-results": ReportResult
  /** Which reports are sent by themselves: when, to whom, as what */
  "/report-schedules": ReportSchedulePage
  /** One of them by its id */
  "/report-schedules/{id}": ReportSchedule
  /** Every event of one record: who, when, why, before and after */
  "/report-schedules/{id}/history": HistoryPage
  /** Reports that were kept: what they ask, not what came of it */
  "/reports": ReportPage
  /** One of them by its id */
  "/reports/{id}": Report
  /** Every event of one record: who, when, why, before and after */
  "/reports/{id}/history": HistoryPage
  /** What a report comes to, for who asks, now or at any instant */
  "/reports/{id}/result": ReportResult
  /** Groups of resources of which any one will do */
  "/resource-groups": ResourceGroupPage
  /** One of them by its id */
  "/resource-groups/{id}": ResourceGroup
  /** Every event of one record: who, when, why, before and after */
  "/resource-groups/{id}/history": HistoryPage
  /** How much of their hours of work resources are booked */
  "/resource-use": ResourceUse
  /** People, equipment and facilities whose time is planned */
  "/resources": ResourcePage
  /** One of them by its id */
  "/resources/{id}": Resource
  /** Every event of one record: who, when, why, before and after */
  "/resources/{id}/history": HistoryPage
  /** The sums of a report in one currency: at the rates of the day each amount was booked, of today, and of any day */
  "/restated-sums": RestateReport
  /** How long records of each kind are kept */
  "/retention-rules": RetentionRulePage
  /** One of them by its id */
  "/retention-rules/{id}": RetentionRule
  /** Every event of one record: who, when, why, before and after */
  "/retention-rules/{id}/history": HistoryPage
  /** Roles, and what they let their holders do and see */
  "/roles": RolePage
  /** One of them by its id */
  "/roles/{id}": Role
  /** Every event of one record: who, when, why, before and after */
  "/roles/{id}/history": HistoryPage
  /** Sets of rules by which something is decided, with their versions */
  "/rule-sets": RuleSetPage
  /** One of them by its id */
  "/rule-sets/{id}": RuleSet
  /** Every event of one record: who, when, why, before and after */
  "/rule-sets/{id}/history": HistoryPage
  /** Corrective actions, articles and rules of routing, with what customers thought before and after each */
  "/satisfaction-actions": SatisfactionActions
  /** Records of all kinds by words in any order, beginnings of words, numbers, addresses and telephone numbers */
  "/search": HitPage
  /** Alerts of what may be an attack or a leak, with everything that was done in their time */
  "/security-alerts": SecurityAlertPage
  /** One of them by its id */
  "/security-alerts/{id}": SecurityAlert
  /** Every event of one record: who, when, why, before and after */
  "/security-alerts/{id}/history": HistoryPage
  /** What was looked at for known weaknesses and security headers, when, and what was found */
  "/security-checks": SecurityCheckPage
  /** One of them by its id */
  "/security-checks/{id}": SecurityCheck
  /** Every event of one record: who, when, why, before and after */
  "/security-checks/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/sending-policies/{id}/history": HistoryPage
  /** Sequences of mails, tasks, waits and conditions that people go through by themselves */
  "/sequences": SequencePage
  /** One of them by its id */
  "/sequences/{id}": Sequence
  /** Every event of one record: who, when, why, before and after */
  "/sequences/{id}/history": HistoryPage
  /** How many entered a sequence, where they are, why they left, and how leads moved through the stages */
  "/sequences/{id}/movement": SequenceMovement
  /** Service orders by account, ticket, asset, contract, plan, state and the day by which they are to be done */
  "/service-orders": ServiceOrderPage
  /** One of them by its id */
  "/service-orders/{id}": ServiceOrder
  /** Every event of one record: who, when, why, before and after */
  "/service-orders/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/service-orders/{id}/privacy": PrivacyStanding
  /** The catalogue of services: what they cost, how long they take and what is promised for them */
  "/services": ServicePage
  /** One of them by its id */
  "/services/{id}": Service
  /** Every event of one record: who, when, why, before and after */
  "/services/{id}/history": HistoryPage
  /** Sign-ins by user and time, with address and browser */
  "/sessions": Sessions
  /** Every event of one record: who, when, why, before and after */
  "/sessions/{id}/history": HistoryPage
  /** What must be said before something counts as logged; its history is that of `id` */
  "/settings/activity-policy": SettingsActivityPolicy
  /** How much within an hour raises an alert, and what counts as off-hours; its history is that of `id` */
  "/settings/alert-policy": SettingsAlertPolicy
  /** Where a directory sends users and teams by SCIM 2.0, with a key that may `user.provision` */
  "/settings/directory": SettingsDirectory
  /** Which ERP takes orders over; its history is that of `id` */
  "/settings/erp": SettingsErp
  /** From which share of revenue on a customer is a key customer; its history is that of `id` */
  "/settings/key-customers": SettingsKeyCustomers
  /** The modules that are switched off; the history is that of `id` */
  "/settings/modules": SettingsModules
  /** The own organisation, as it stands on a day; today unless told */
  "/settings/organisation": SettingsOrganisation
  /** Whether customers have a portal, and what they may do there; its history is that of `id` */
  "/settings/portal": SettingsPortal
  /** How much of the list prices quotes may give away, by role; its history is that of `id` */
  "/settings/quote-policy": SettingsQuotePolicy
  /** What holds of all that is sent to many: purposes, how often, and when; its history is that of `id` */
  "/settings/sending-policy": SettingsSendingPolicy
  /** The rules of signing in, of sessions, passwords and keys; their history is that of `id` */
  "/settings/sign-in-policy": SettingsSignInPolicy
  /** How customers are asked about closed tickets; its history is that of `id` */
  "/settings/survey-policy": SettingsSurveyPolicy
  /** What holds of closed tickets; its history is that of `id` */
  "/settings/ticket-policy": SettingsTicketPolicy
  /** Every setting with its value, who changed it and when, now or as of any instant */
  "/settings/tree": SettingsTree
  /** What was shared with whom, by whom, until when */
  "/shares": SharePage
  /** One of them by its id */
  "/shares/{id}": Share
  /** Every event of one record: who, when, why, before and after */
  "/shares/{id}/history": HistoryPage
  /** Every event of one record: who, when, why, before and after */
  "/sign-in-policies/{id}/history": HistoryPage
  /** The ways to sign in: by password, and by a provider where one is configured */
  "/sign-in/ways": SignInWays
  /** Refused sign-ins, counted by hour, address and user; those that succeeded are sessions */
  "/sign-ins/refused": SignInsRefused
  /** How many promises to answer and to resolve were kept, by month, agent, account or contract */
  "/sla-attainment": SlaAttainment
  /** The tickets that a number of `/sla-attainment` counts, the latest first */
  "/sla-attainment/tickets": SlaAttainmentTickets
  /** Service level policies */
  "/sla-policies": SlaPolicyPage
  /** One of them by its id */
  "/sla-policies/{id}": SlaPolicy
  /** Every event of one record: who, when, why, before and after */
  "/sla-policies/{id}/history": HistoryPage
  /** Numbers that texts go out from and come to: one’s own and those that are shared with one */
  "/sms-numbers": SmsNumberPage
  /** One of them by its id */
  "/sms-numbers/{id}": SmsNumber
  /** Every event of one record: who, when, why, before and after */
  "/sms-numbers/{id}/history": HistoryPage
  /** Whether the gateway of a number has us, and what went wrong last */
  "/sms-numbers/{id}/standing": SmsStanding
  /** Accounts in social networks: one’s own and those that are shared with one */
  "/social-accounts": SocialAccountPage
  /** One of them by its id */
  "/social-accounts/{id}": SocialAccount
  /** Every event of one record: who, when, why, before and after */
  "/social-accounts/{id}/history": HistoryPage
  /** Whether a social network is read without fault, and what went wrong last */
  "/social-accounts/{id}/standing": SocialStanding
  /** What was written in social networks to us, or found by what we listen for; the newest first */
  "/social-messages": SocialMessagePage
  /** One of them by its id */
  "/social-messages/{id}": SocialMessage
  /** Every event of one record: who, when, why, before and after */
  "/social-messages/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/social-messages/{id}/privacy": PrivacyStanding
  /** What is listened for in social networks */
  "/social-monitors": SocialMonitorPage
  /** One of them by its id */
  "/social-monitors/{id}": SocialMonitor
  /** Every event of one record: who, when, why, before and after */
  "/social-monitors/{id}/history": HistoryPage
  /** Whether a social network is read without fault, and what went wrong last */
  "/social-monitors/{id}/standing": SocialStanding
  /** Posts and answers in social networks, what became of them, and what others did with them */
  "/social-posts": SocialPostPage
  /** One of them by its id */
  "/social-posts/{id}": SocialPost
  /** Every event of one record: who, when, why, before and after */
  "/social-posts/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/social-posts/{id}/privacy": PrivacyStanding
  /** What others did with a post: each count by which it had become more or less, the oldest first */
  "/social-posts/{id}/results": SocialPostResults
  /** How many messages of each week sound good, bad or neither, as they were corrected, and what their words say */
  "/social-sentiment": SocialSentiment
  /** At which times of the week posts were taken up best, and how they were week by week */
  "/social-times": SocialTimes
  /** Where the read models are read in SQL with an API key, and what each table and column of it means */
  "/sql": SqlAccess
  /** How far projections and sagas have got, and whether the stores answer */
  "/status": Status
  /** Agents, routing rules or channels by how well tickets are resolved, with counts and how sure that is */
  "/support-ranking": SupportRanking
  /** Every event of one record: who, when, why, before and after */
  "/survey-policies/{id}/history": HistoryPage
  /** Tags by name */
  "/tags": TagPage
  /** One of them by its id */
  "/tags/{id}": Tag
  /** Every event of one record: who, when, why, before and after */
  "/tags/{id}/history": HistoryPage
  /** Teams by name and region */
  "/teams": TeamPage
  /** One of them by its id */
  "/teams/{id}": Team
  /** Every event of one record: who, when, why, before and after */
  "/teams/{id}/history": HistoryPage
  /** Texts that quotes have again and again, by where they stand */
  "/text-blocks": TextBlockPage
  /** One of them by its id */
  "/text-blocks/{id}": TextBlock
  /** Every event of one record: who, when, why, before and after */
  "/text-blocks/{id}/history": HistoryPage
  /** The ways that tickets have gone, how often, how long each step took, and where they came back */
  "/ticket-paths": TicketPaths
  /** Every event of one record: who, when, why, before and after */
  "/ticket-policies/{id}/history": HistoryPage
  /** What customers think of closed tickets, by agent, product or month, with counts and how sure that is */
  "/ticket-satisfaction": TicketSatisfaction
  /** The answers that a number of `/ticket-satisfaction` counts, the latest first */
  "/ticket-satisfaction/tickets": TicketSatisfactionTickets
  /** How many tickets were opened each day or week, by category, product or type, and where that is a spike */
  "/ticket-trend": TicketTrend
  /** Tickets; the queue, with the least time left first, unless another sort is asked for */
  "/tickets": TicketListItemPage
  /** A ticket with what was said about it, oldest first */
  "/tickets/{id}": Ticket
  /** Published articles that may solve a ticket, by its words and its category, and why each */
  "/tickets/{id}/articles": TicketArticles
  /** Why this agent: the rule that chose, who else could have got the ticket, each rule with what its conditions found, and who would get it now */
  "/tickets/{id}/assignment": TicketAssignment
  /** Every event of one record: who, when, why, before and after */
  "/tickets/{id}/history": HistoryPage
  /** What was said about a ticket, newest first */
  "/tickets/{id}/messages": TicketMessagePage
  /** How a person’s record stands, and which other records are about them */
  "/tickets/{id}/privacy": PrivacyStanding
  /** The service level of a ticket, explained: each stretch of time and whether it counts */
  "/tickets/{id}/sla": TicketSla
  /** Its story: activities, messages, tickets, quotes, orders, invoices, payments, files and changes in one order, newest first, and what is open */
  "/tickets/{id}/timeline": Story
  /** The instants at which something changed, for stepping through time */
  "/timeline": Timeline
  /** Web sites whose pages tell what is looked at, of whoever has allowed it */
  "/tracked-sites": TrackedSitePage
  /** One of them by its id */
  "/tracked-sites/{id}": TrackedSite
  /** Every event of one record: who, when, why, before and after */
  "/tracked-sites/{id}/history": HistoryPage
  /** What of a web site is looked at most: pages, products, campaigns */
  "/tracked-sites/{id}/ranks": SiteRanks
  /** Trainings, by when they are due, and how many have not acknowledged them */
  "/trainings": TrainingPage
  /** One of them by its id */
  "/trainings/{id}": Training
  /** Every event of one record: who, when, why, before and after */
  "/trainings/{id}/history": HistoryPage
  /** Who has acknowledged a training and who has not, those first */
  "/trainings/{id}/report": TrainingsReport
  /** Users by name, e-mail, role and team */
  "/users": UserPage
  /** One of them by its id */
  "/users/{id}": User
  /** Every event of one record: who, when, why, before and after */
  "/users/{id}/history": HistoryPage
  /** How many records of each kind a user owns, as far as the asker sees them */
  "/users/{id}/owned": UsersOwned
  /** How a person’s record stands, and which other records are about them */
  "/users/{id}/privacy": PrivacyStanding
  /** The sessions of a user that are open */
  "/users/{id}/sessions": OpenSessions
  /** Terms of warranties by name */
  "/warranties": WarrantyPage
  /** One of them by its id */
  "/warranties/{id}": Warranty
  /** Every event of one record: who, when, why, before and after */
  "/warranties/{id}/history": HistoryPage
  /** People who are known on web sites of ours, and the pages that they looked at */
  "/web-visitors": WebVisitorPage
  /** One of them by its id */
  "/web-visitors/{id}": WebVisitor
  /** Every event of one record: who, when, why, before and after */
  "/web-visitors/{id}/history": HistoryPage
  /** How a person’s record stands, and which other records are about them */
  "/web-visitors/{id}/privacy": PrivacyStanding
  /** Webhooks: where events are told to, which, and whether they arrive */
  "/webhooks": WebhookPage
  /** One of them by its id */
  "/webhooks/{id}": Webhook
  /** What a webhook was told, the last first; what was sent is kept for 30 days */
  "/webhooks/{id}/deliveries": WebhookDeliveries
  /** What was sent of one event, exactly, and what was answered each time */
  "/webhooks/{id}/deliveries/{deliveryId}": WebhookDeliveryDetail
  /** Every event of one record: who, when, why, before and after */
  "/webhooks/{id}/history": HistoryPage
  /** The secret that signs what a webhook is told */
  "/webhooks/{id}/secret": WebhookSecret
  /** How far a webhook was told, and what went wrong last */
  "/webhooks/{id}/standing": WebhookStanding
  /** What the workflow did by itself: by which rule, because of what, and what came of it */
  "/workflow-runs": WorkflowRunPage
  /** One of them by its id */
  "/workflow-runs/{id}": WorkflowRun
  /** Every event of one record: who, when, why, before and after */
  "/workflow-runs/{id}/history": HistoryPage
}

export type Problem = {
  "type": string
  "title": string
  "status": number
  "detail": string
  "instance"?: string
  "errors"?: (Issue)[]
  "details"?: Record<string, unknown>
  "current"?: CurrentRevision
}

export type Issue = {
  "field": string
  "rule": string
  "message": string
}

export type CurrentRevision = {
  "revision": number
  "since": (Record<string, unknown>)[]
  "earlier": number
}

export type MergePreview = {
  "moved": (MovedCount)[]
}

export type MovedCount = {
  "model": string
  "count": number
}

export type MergeList = {
  "items": (Merge)[]
}

export type Merge = {
  "model": MergedModel
  "survivorId": string
  "absorbedId": string
  "id": string
  "status": MergeStatus
  "survivorName": string | null
  "absorbedName": string | null
  "askerId": string
  "askerName": string | null
  "startedAt": string
}

export type MergedModel = "account" | "contact" | "ticket"

export type MergeStatus = "running" | "done" | "failed" | "reverting" | "reverted"

export type MergeDetail = {
  "model": MergedModel
  "survivorId": string
  "absorbedId": string
  "id": string
  "status": MergeStatus
  "survivorName": string | null
  "absorbedName": string | null
  "askerId": string
  "askerName": string | null
  "startedAt": string
  "reason": string | null
  "moved": (MovedRecord)[]
  "left": (LeftRecord)[]
}

export type MovedRecord = {
  "model": string
  "id": string
  "name": string | null
}

export type LeftRecord = {
  "model": string
  "id": string
  "name": string | null
  "fields": (string)[]
}

export type CommandResult = {
  "id": string
  "revision": number
  "position": Position
  "events": (string)[]
  "repeated": boolean
}

export type Position = string

export type SettingsKeyCustomers = {
  "basis": RevenueBasis
  "months": number
  "sharePercent": Percentage
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type RevenueBasis = "invoices" | "orders"

export type Percentage = number

export type SettingsPortal = {
  "on": boolean
  "ownData": PortalOwnData
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type PortalOwnData = "direct" | "request"

export type SettingsErp = {
  "url": string | null
  "on": boolean
  "secretNumber": number
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type ErpSecret = {
  "secret": string
}

export type ErpWordTaken = {
  "repeated": boolean
}

export type PostPaymentsStatementsAnswer = {
  "format": PostPaymentsStatementsAnswerFormat
  "taken": number
  "known": number
  "zero": number
}

export type PostPaymentsStatementsAnswerFormat = "camt.053" | "MT940"

export type AccountsDue = {
  "items": (AccountsStanding)[]
}

export type AccountsStanding = {
  "kind": AccountsStandingKind
  "currency": Currency
  "count": number
  "amount": number | null
  "booked": number | null
  "due": number
}

export type AccountsStandingKind = "invoice" | "credit-note" | "payment"

export type Currency = string

export type PostExchangeRatesFilesAnswer = {
  "taken": number
  "corrected": number
  "known": number
}

export type ConversionPreview = {
  "account": null | ConversionPart
  "contact": ConversionPart
  "opportunity": ConversionPreviewOpportunity
  "ownerId": string
  "ownerName": string | null
}

export type ConversionPart = {
  "made": boolean
  "id": string | null
  "name": string | null
}

export type ConversionPreviewOpportunity = {
  "name": string | null
  "pipelineId": string
  "pipelineName": string | null
  "productId": string | null
  "amount": null | Money
  "closeDate": string | null
}

export type Money = {
  "amount": number
  "currency": Currency
}

export type ReversionPreview = {
  "records": (ReversionPart)[]
  "hindrances": (ReversionHindrance)[]
}

export type ReversionPart = {
  "model": ReversionPartModel
  "id": string | null
  "name": string | null
  "made": boolean
}

export type ReversionPartModel = "opportunity" | "contact" | "account"

export type ReversionHindrance = {
  "model": string
  "id": string | null
  "name": string | null
  "what": string | null
  "at": string | null
}

export type QuoteLink = {
  "url": string | null
  "opened": null | QuoteLinkOpened
}

export type QuoteLinkOpened = {
  "times": number
  "first": string
  "last": string
}

export type ListPrice = {
  "price": null | HeldPrice
  "pricedBy": null | PricedBy
}

export type HeldPrice = {
  "amount": number
  "currency": Currency
}

export type PricedBy = {
  "priceBookId": string
  "name": string
  "version": number
  "from": number
  "rule": PriceRule
}

export type PriceRule = {
  "version": number
  "rule": string
  "name": string
}

export type SettingsQuotePolicy = {
  "discountLimit": number | null
  "discountLimits": (DiscountLimit)[]
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type DiscountLimit = {
  "role": string
  "percent": Percentage
}

export type MessagePreview = {
  "subject": string | null
  "body": string | null
  "text": string | null
  "page": string | null
  "version": number | null
  "faults": (TemplateFault)[]
  "fields": (MergeField)[]
}

export type TemplateFault = {
  "field": TemplateFaultField
  "message": string
}

export type TemplateFaultField = "subject" | "body"

export type MergeField = {
  "name": string
  "label": string
  "value": string | null
}

export type SettingsSendingPolicy = {
  "purposes": (SendingPurpose)[]
  "cap": null | FrequencyCap
  "quiet": null | QuietHours
  "opens": Measuring
  "clicks": Measuring
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type SendingPurpose = {
  "name": string
  "basis": SendingBasis
  "about": string | null
}

export type SendingBasis = "consent" | "contract" | "legitimate-interests"

export type FrequencyCap = {
  "most": number
  "days": number
}

export type QuietHours = {
  "from": string
  "to": string
}

export type Measuring = "off" | "consent" | "all"

export type QuickCampaignPreview = {
  "total": number
  "checked": number
  "reached": number
  "sample": (MarketingListMember)[]
  "leftOut": (QuickLeftOut)[]
}

export type MarketingListMember = {
  "id": string
  "name"?: string
  "email": string | null
}

export type QuickLeftOut = {
  "reason": string
  "message": string
  "count": number
  "sample": (MarketingListMember)[]
}

export type QuickCampaignBegun = {
  "id": string
  "mailingId": string | null
  "batchId": string | null
  "total": number
}

export type GreetingPreview = {
  "from": string
  "to": string
  "total": number
  "checked": number
  "sendable": number
  "items": (GreetingPreviewItem)[]
}

export type GreetingPreviewItem = {
  "day": string
  "person": MarketingListMember
  "channel": null | MailingChannel
  "templateId": string | null
  "leftOut": null | NotGreetedReason
}

export type MailingChannel = "email" | "sms" | "post"

export type NotGreetedReason = "gone" | "restricted" | "no-address" | "same-address" | "no-number" | "same-number" | "no-postal-address" | "do-not-contact" | "bounced" | "complained" | "unsubscribed" | "no-consent" | "too-often" | "no-text" | "greeted-already"

export type LandingPageResults = {
  "visits": number
  "machines": number
  "fills": number
  "leads": number
  "won": number
  "method": string
}

export type MarketingListPreview = {
  "total": number
  "checked": number
  "sendable": number
  "sample": (MarketingListMember)[]
  "leftOut": (LeftOutGroup)[]
}

export type LeftOutGroup = {
  "reason": LeftOutReason
  "count": number
  "sample": (MarketingListMember)[]
}

export type LeftOutReason = "gone" | "restricted" | "no-address" | "same-address" | "no-number" | "same-number" | "no-postal-address" | "do-not-contact" | "bounced" | "complained" | "unsubscribed" | "no-consent" | "too-often"

export type SiteRanks = {
  "pages": (RankedVisits)[]
  "products": (RankedProduct)[]
  "campaigns": (RankedVisits)[]
  "method": string
}

export type RankedVisits = {
  "name": string
  "people": number
  "machines": number
}

export type RankedProduct = {
  "name": string
  "people": number
  "machines": number
  "productId": string
}

export type SettingsSurveyPolicy = {
  "on": boolean
  "delayHours": number
  "scale": number
  "remindDays": number | null
  "openDays": number
  "quietDays": number
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type MeSupport = {
  "items": (MeSupportItem)[]
}

export type MeSupportItem = {
  "id": string
  "number": string
  "subject": string
  "status": MeSupportItemStatus
  "createdAt": string
  "updatedAt": string
  "answers": (MeSupportItemAnswer)[]
}

export type MeSupportItemStatus = "new" | "open" | "pending" | "resolved" | "closed"

export type MeSupportItemAnswer = {
  "at": string
  "body": string
}

export type SettingsTicketPolicy = {
  "reopenDays": number | null
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type EmailFiled = {
  "id": string
  "revision": number
  "position": Position
  "events": (string)[]
  "repeated": boolean
  "notTaken": (NotTaken)[]
}

export type NotTaken = {
  "name": string
  "reason": string
}

export type Story = {
  "items": (StoryItem)[]
  "next": string | null
  "open": (Activity)[]
  "asOf": string | null
}

export type StoryItem = {
  "id": string
  "kind": StoryKind
  "at": string
  "title": string
  "text": string | null
  "status": string | null
  "amount": null | SignedMoney
  "record": StoryRecord
  "activity": null | Activity
  "event": null | HistoryEntry
  "author": string | null
}

export type StoryKind = "call" | "task" | "appointment" | "note" | "email" | "sms" | "letter" | "message" | "ticket" | "quote" | "order" | "invoice" | "payment" | "file" | "change"

export type SignedMoney = {
  "amount": number
  "currency": Currency
}

export type StoryRecord = {
  "model": string
  "id": string
  "name": string | null
}

export type Activity = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: ActivityKind
  "status"?: ActivityStatus
  "subject"?: string | null
  "body"?: string | null
  "priority"?: null | Priority
  "due"?: null | Due
  "recurrence"?: null | Recurrence
  "startsAt"?: string | null
  "endsAt"?: string | null
  "direction"?: null | CallDirection
  "durationSeconds"?: number | null
  "purpose"?: string | null
  "outcome"?: null | CallOutcome
  "location"?: string | null
  "remindAt"?: string | null
  "regarding"?: (RegardedRecord)[]
  "participants"?: (ActivityParticipant)[]
  "assigneeId"?: string | null
  "assigneeName"?: string | null
  "madeById"?: string | null
  "madeByName"?: string | null
  "followsId"?: string | null
  "followsName"?: string | null
  "dueAt"?: string | null
  "happenedAt"?: string | null
  "at"?: string
  "cancelledReason"?: string | null
  "email"?: null | EmailHead
  "repliedAt"?: string | null
  "exclusive"?: boolean
  "invites"?: boolean
  "sequence"?: number
  "followUp": null | ActivityFollowUp
}

export type ActivityKind = "call" | "task" | "appointment" | "note" | "email" | "sms" | "letter"

export type ActivityStatus = "open" | "done" | "cancelled"

export type Priority = "low" | "normal" | "high" | "urgent"

export type Due = {
  "day": string
  "time": string | null
  "timeZone": TimeZone
}

export type TimeZone = string

export type Recurrence = {
  "every": RecurrenceUnit
  "interval": number
  "weekdays": (number)[]
  "until": string | null
  "from": string
}

export type RecurrenceUnit = "day" | "week" | "month" | "year"

export type CallDirection = "inbound" | "outbound"

export type CallOutcome = "reached" | "left-message" | "no-answer" | "busy" | "wrong-number"

export type RegardedRecord = {
  "model": RegardedModel
  "id": string
  "name": string | null
}

export type RegardedModel = "account" | "contact" | "lead" | "opportunity" | "ticket" | "conversation"

export type ActivityParticipant = {
  "model": ParticipantModel
  "id": string
  "name": string | null
  "response": null | InviteResponse
  "proposal"?: ProposedTime
}

export type ParticipantModel = "contact" | "lead" | "user"

export type InviteResponse = "accepted" | "tentative" | "declined"

export type ProposedTime = {
  "startsAt": string
  "endsAt": string | null
  "note": string | null
}

export type EmailHead = {
  "from": null | Mailbox
  "to": (Mailbox)[]
  "cc": (Mailbox)[]
  "msgid": string | null
  "threadId": string
}

export type Mailbox = {
  "name": string | null
  "address": Email
}

export type Email = string

export type ActivityFollowUp = "open" | "done"

export type HistoryEntry = {
  "id": string
  "type": string
  "title": string
  "text": string | null
  "actor": EventActor
  "via": EventVia
  "command": EventCommand
  "reason": null | EventReason
  "source": null | EventSource
  "occurredAt": string
  "recordedAt": string
  "revision": number
  "position": Position
  "correlationId": string
  "causationId": string
  "changes": (FieldChange)[]
  "undoable": boolean
}

export type EventActor = {
  "kind": string
  "id": string
  "name": string
}

export type EventVia = {
  "kind": string
  "id"?: string
  "rule"?: string
}

export type EventCommand = {
  "id": string
  "type": string
}

export type EventReason = {
  "code"?: string
  "text"?: string
}

export type EventSource = {
  "system": string
  "id": string
  "by": string | null
}

export type FieldChange = {
  "field": string
  "before": unknown
  "after": unknown
}

export type SettingsActivityPolicy = {
  "requiredOfCall": (SettingsActivityPolicyRequiredOfCallItem)[]
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type SettingsActivityPolicyRequiredOfCallItem = "subject" | "durationSeconds" | "purpose" | "outcome" | "body"

export type OwnCalendar = {
  "hoursId": string | null
  "busy": number
}

export type CalendarFeed = {
  "url": string | null
}

export type OutsideCalendar = {
  "url": string | null
  "login": string | null
  "busy": number
  "checkedAt": string | null
  "error": string | null
  "failingSince": string | null
  "nextAt": string | null
}

export type ChannelsHealth = {
  "channels": (ChannelHealth)[]
}

export type ChannelHealth = {
  "channel": string
  "label": string
  "state": ChannelState
  "deadLetters": number
  "lines": (ChannelLine)[]
}

export type ChannelState = "not-set-up" | "well" | "waiting" | "failing"

export type ChannelLine = {
  "direction": ChannelDirection
  "name": string
  "record": null | ChannelRecord
  "state": ChannelState
  "lastSuccessAt": string | null
  "lastTroubleAt": string | null
  "trouble": string | null
  "queued": number
  "retrying": number
  "doubtful": number
  "nextTryAt": string | null
  "cost": (Money)[]
}

export type ChannelDirection = "in" | "out"

export type ChannelRecord = {
  "model": string
  "id": string
}

export type MailboxStanding = {
  "state": MailboxState
  "checkedAt": string | null
  "error": string | null
  "failures": number
  "nextAt": string | null
}

export type MailboxState = "not-set-up" | "new" | "healthy" | "failing"

export type FetchMailboxAnswer = {
  "fetched": boolean
}

export type SmsStanding = {
  "state": SmsNumberStanding
  "checkedAt": string | null
  "error": string | null
  "failures": number
  "nextAt": string | null
  "inboundUrl": string | null
}

export type SmsNumberStanding = "not-set-up" | "new" | "healthy" | "failing" | "called"

export type SmsCount = {
  "alphabet": SmsAlphabet
  "parts": number
  "most": number
  "left": number
  "pricePerPart": null | UnitPrice
}

export type SmsAlphabet = "gsm" | "ucs2"

export type UnitPrice = {
  "amount": number
  "currency": Currency
}

export type SocialStanding = {
  "state": SocialState
  "checkedAt": string | null
  "error": string | null
  "failures": number
  "nextAt": string | null
}

export type SocialState = "not-set-up" | "new" | "healthy" | "failing"

export type FetchSocialAccountAnswer = {
  "fetched": boolean
}

export type CountSocialPostsAnswer = {
  "counted": boolean
}

export type ListenBySocialMonitorAnswer = {
  "listened": boolean
}

export type AnswerSocialMessageAnswer = {
  "conversationId": string
}

export type OwnPhone = {
  "line": null | OwnPhoneLine
}

export type OwnPhoneLine = {
  "id": string
  "name": string
  "server": string
  "domain": string
  "login": string
  "country": string
  "hasPassword": boolean
}

export type PhoneCredentialAnswer = {
  "password": string
}

export type Callers = {
  "number": string
  "items": (Caller)[]
}

export type Caller = {
  "record": CallerRecord
  "accountId": string | null
}

export type CallerRecord = {
  "model": CallerModel
  "id": string
  "name": string
}

export type CallerModel = "contact" | "lead" | "account"

export type SettingsDirectory = {
  "url": string
}

export type OpenSessions = {
  "items": (OpenSession)[]
}

export type OpenSession = {
  "id": string
  "createdAt": string
  "authenticatedAt": string
  "seenAt": string
  "expiresAt": string
  "ip": string | null
  "userAgent": string | null
  "current": boolean
}

export type EndedSessions = {
  "ended": number
}

export type SignInsRefused = {
  "items": (SignInsRefusedItem)[]
}

export type SignInsRefusedItem = {
  "hour": string
  "ip": string
  "userId": string | null
  "attempts": number
  "lastAt": string
}

export type ApiKeys = {
  "items": (ApiKeysItem)[]
}

export type ApiKeysItem = {
  "id": string
  "ownerId": string
  "name": string
  "prefix": string
  "scopes": (string)[]
  "createdAt": string
  "expiresAt": string
  "revokedAt": string | null
  "usedAt": string | null
  "usedFrom": string | null
  "sqlUser": string | null
}

export type PostMeApiKeysAnswer = {
  "id": string
  "key": string
  "prefix": string
  "expiresAt": string
  "sqlUser": string | null
}

export type SettingsSignInPolicy = {
  "sessionIdleMinutes": number
  "sessionLifetimeHours": number
  "reauthenticateMinutes": number
  "secondFactorRoles": (string)[]
  "passwordLength": number
  "passwordDifferent": number
  "passwordRefusesKnown": boolean
  "passwordRefusesOwnName": boolean
  "apiKeyDays": number
  "directoryRole"?: string | null
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type SignInStep = {
  "user"?: Person
  "token"?: string
  "recoveryCodes"?: (string)[]
  "challenge"?: string
  "next"?: SignInStepNext
}

export type Person = {
  "id": string
  "name": string
  "email": Email
  "role": string
  "teamId": string | null
  "phone": string | null
  "photo": string | null
  "language": Language
  "timeZone": TimeZone
  "secondFactor": boolean
}

export type Phone = string

export type Picture = string

export type Language = string

export type SignInStepNext = "code" | "enrol" | "new-password"

export type OfferedFactor = {
  "factorId": string
  "secret": string
  "uri": string
  "qr": string
}

export type SignedIn = {
  "user": Person
  "token"?: string
  "recoveryCodes"?: (string)[]
}

export type PostMeReauthenticateAnswer = {
  "authenticatedAt": string
  "token"?: string
}

export type SignInWays = {
  "password": true
  "oidc": null | SignInWaysOidc
}

export type SignInWaysOidc = {
  "name": string
  "url": string
}

export type Me = {
  "id": string
  "name": string
  "email": Email
  "role": string
  "teamId": string | null
  "phone": string | null
  "photo": string | null
  "language": Language
  "timeZone": TimeZone
  "secondFactor": boolean
  "may": (string)[]
  "seesAll": (string)[]
  "seesMembers": boolean
  "hidden": Record<string, (string)[]>
  "modulesOff": (Module)[]
  "readOnly": Record<string, (string)[]>
}

export type Module = "sales" | "marketing" | "service" | "fieldService" | "communications" | "analytics"

export type PostUsersIssuePasswordAnswer = {
  "id": string
  "revision": number
  "position": Position
  "events": (string)[]
  "repeated": boolean
  "password": string
  "changeBy": string
}

export type MeSecondFactor = {
  "enabled": boolean
  "required": boolean
  "recoveryCodesLeft": number
}

export type RecoveryCodes = {
  "recoveryCodes": (string)[]
}

export type AccessWhy = {
  "userId": string
  "sees": boolean
  "permission": AccessWhyPermission
  "through": (AccessWay)[]
  "missing": (string)[]
}

export type AccessWhyPermission = {
  "needed": string
  "held": boolean
}

export type AccessWay = {
  "kind": AccessWayKind
  "key": string
  "text": string
}

export type AccessWayKind = "everyone" | "role" | "owner" | "member" | "team" | "queue" | "share" | "record"

export type AccessEffective = {
  "at": string
  "could": (AccessEffectiveCouldItem)[]
  "did": (AccessEffectiveDidItem)[]
}

export type AccessEffectiveCouldItem = {
  "userId": string
  "name": string
  "role": string
  "through": (AccessWay)[]
}

export type AccessEffectiveDidItem = {
  "actorId": string
  "name": string
  "times": number
  "first": string
  "last": string
  "kinds": (string)[]
}

export type MePreferences = {
  "locale": string | null
  "dateFormat": MePreferencesDateFormat
  "startPage": string
  "columns": Record<string, (string)[]>
  "savedViews": (MePreferencesSavedView)[]
  "notifications": Record<string, MePreferencesNotification>
  "mails"?: MePreferencesMails
  "dashboard": (Widget)[]
  "onboardingDismissed": boolean
}

export type MePreferencesDateFormat = "locale" | "iso" | "day-first" | "month-first"

export type MePreferencesSavedView = {
  "id": string
  "list": string
  "name": string
  "filters": Record<string, string>
  "columns"?: (string)[]
  "sort"?: string
  "isDefault": boolean
}

export type MePreferencesNotification = {
  "inApp": boolean
  "email": boolean
}

export type MePreferencesMails = "each" | "daily"

export type Widget = {
  "id": string
  "x": number
  "y": number
  "width": number
  "height": number
  "settings": Record<string, string>
}

export type MeDashboard = {
  "dashboard": (Widget)[]
}

export type MeOnboarding = {
  "dismissed": boolean
  "done": boolean
  "steps": (MeOnboardingStep)[]
}

export type MeOnboardingStep = {
  "step": MeOnboardingStepStep
  "done": boolean
}

export type MeOnboardingStepStep = "complete-profile" | "add-second-factor" | "add-contact" | "open-deal"

export type UsersOwned = {
  "items": (UsersOwnedItem)[]
  "total": number
}

export type UsersOwnedItem = {
  "model": UsersOwnedItemModel
  "count": number
}

export type UsersOwnedItemModel = "account" | "contact" | "lead" | "opportunity" | "campaign" | "contract" | "article" | "ticket" | "maintenancePlan" | "serviceOrder" | "activity" | "report" | "reportSchedule"

export type PostUsersReassignAnswer = {
  "batches": (string)[]
}

export type MeTrainings = {
  "items": (MeTrainingsItem)[]
}

export type MeTrainingsItem = {
  "id": string
  "title": string
  "text": string
  "dueOn": string
  "acknowledgedAt": string | null
  "overdue": boolean
}

export type TrainingsReport = {
  "items": (TrainingsReportItem)[]
}

export type TrainingsReportItem = {
  "userId": string
  "name": string
  "acknowledgedAt": string | null
  "overdue": boolean
}

export type MeNotices = {
  "items": (MeNoticesItem)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type MeNoticesItem = {
  "id": string
  "kind": NoticeKind
  "title": string
  "at": string
  "position": Position
  "unread": boolean
  "actor": null | MeNoticesItemActor
  "record": null | MeNoticesItemRecord
}

export type NoticeKind = "account.assigned" | "lead.assigned" | "lead.woken" | "opportunity.assigned" | "quote.accepted" | "quote.rejected" | "quote.approved" | "quote.approval-declined" | "contract.assigned" | "contract.notice-due" | "article.assigned" | "article.review-due" | "ticket.assigned" | "ticket.escalated" | "serviceOrder.assigned" | "activity.assigned" | "activity.invited" | "activity.mentioned" | "activity.reminder" | "conversation.assigned" | "share.granted" | "training.assigned" | "webhook.disabled" | "workflow.notice"

export type MeNoticesItemActor = {
  "id": string
  "name": string
}

export type MeNoticesItemRecord = {
  "model": string
  "id": string
  "name": string
}

export type MeNoticesUnread = {
  "unread": number
}

export type MeNoticesKinds = {
  "mails": boolean
  "items": (MeNoticesKindsItem)[]
}

export type MeNoticesKindsItem = {
  "kind": NoticeKind
  "title": string
}

export type Job = {
  "id": string
  "kind": string
  "about": string | null
  "ownerId": string
  "state": JobState
  "done": number
  "total": number | null
  "startedAt": string
  "endedAt": string | null
  "result": null | JobResult
  "error": string | null
}

export type JobState = "running" | "done" | "failed" | "cancelled"

export type JobResult = {
  "path"?: string
  [name: string]: unknown
}

export type MinedResult = {
  "mined": Mined
  "result": Record<string, unknown>
}

export type Mined = "customer-groups" | "product-associations" | "look-alikes" | "deal-paths" | "lead-paths" | "ticket-paths"

export type ReadyMadeReports = {
  "items": (ReadyMadeReport)[]
}

export type ReadyMadeReport = {
  "key": string
  "area": ReportArea
  "name": string
  "description": string
  "definition": ReportDefinition
  "statistics": null | ReportStatistics
}

export type ReportArea = "sales" | "marketing" | "service" | "compliance"

export type ReportDefinition = {
  "model": string
  "where"?: Criterion
  "columns": (string)[]
  "groups": (ReportGroup)[]
  "measures": (ReportMeasure)[]
  "sort": string | null
  "chart": ReportChart
}

export type Criterion = Record<string, unknown>

export type ReportGroup = {
  "field": string
  "period": null | ReportPeriod
}

export type ReportPeriod = "day" | "week" | "month" | "quarter" | "year"

export type ReportMeasure = {
  "of": ReportMeasured
  "field": string | null
  "where"?: Criterion
  "label": string | null
}

export type ReportMeasured = "count" | "share" | "sum" | "average" | "median" | "least" | "greatest"

export type ReportChart = "table" | "bar" | "line" | "area" | "pie" | "funnel" | "heat-map" | "sankey" | "cohort"

export type ReportStatistics = {
  "by": StatisticsBy
  "period": string
}

export type StatisticsBy = "product" | "customer" | "campaign" | "salesperson"

export type ReportResult = {
  "definition": ReportDefinition
  "asOf": string | null
  "basis": ReportResultBasis
  "zone": string
  "fiscalYearStart": number
  "position": Position
  "records": number
  "rows": (ReportRow)[]
  "subtotals": (ReportRow)[]
  "across": (ReportRow)[]
  "total": (ReportValue)[]
  "items": (ReportItem)[]
  "hash": string
}

export type ReportResultBasis = "occurred" | "recorded"

export type ReportRow = {
  "keys": (string | null)[]
  "names": (string | null)[]
  "values": (ReportValue)[]
  "records": number
  "where": null | Criterion
}

export type ReportValue = {
  "number": number | null
  "amounts": (ReportAmount)[] | null
}

export type ReportAmount = {
  "amount": number | null
  "currency": Currency
}

export type ReportItem = {
  "record": ReportItemRecord
  "values": Record<string, unknown>
}

export type ReportItemRecord = {
  "model": string
  "id": string
}

export type RestateReport = {
  "currency": Currency
  "asOf": string | null
  "basis": RestateReportBasis
  "today": string
  "bookedBy": (string)[]
  "sums": (RestatedSum)[]
  "position": Position
  "hash": string
}

export type RestateReportBasis = "occurred" | "recorded"

export type RestatedSum = {
  "measure": number
  "words": string
  "amounts": (RestatedPart)[]
  "ways": (RestatedWay)[]
}

export type RestatedPart = {
  "amount": number | null
  "currency": Currency
  "records": number
}

export type RestatedWay = {
  "by": RestatedWayBy
  "on": string | null
  "amount": number | null
  "rates": (RestatedRate)[]
  "leftOut": (RestatedPart)[]
}

export type RestatedWayBy = "booking" | "today" | "day"

export type RestatedRate = {
  "currency": Currency
  "on": string
  "of": string
  "into": string
  "from": Currency
}

export type FigureSearch = {
  "items": (FoundFigure)[]
  "unknown": (string)[]
  "figures": (string)[]
}

export type FoundFigure = {
  "definition": ReportDefinition
  "understood": (UnderstoodWords)[]
  "value": ReportValue
  "records": number
}

export type UnderstoodWords = {
  "text": string
  "as": UnderstoodAs
  "field": string | null
  "name": string
}

export type UnderstoodAs = "figure" | "period" | "value"

export type ReportLinkAddress = {
  "url": string | null
  "openings": (ReportLinkAddressOpening)[]
}

export type ReportLinkAddressOpening = {
  "at": string
  "by": string | null
  "as": ReportLinkAddressOpeningAs
}

export type ReportLinkAddressOpeningAs = "page" | "file"

export type SqlAccess = {
  "host": string
  "port": number
  "database": string
  "refused": string | null
  "tables": (SqlTable)[]
}

export type SqlTable = {
  "name": string
  "about": string
  "hasHistory": boolean
  "columns": (SqlTableColumn)[]
}

export type SqlTableColumn = {
  "name": string
  "about": string
}

export type SettingsAlertPolicy = {
  "failedSignIns": number
  "exports": number
  "recordsRead": number
  "refusedRequests": number
  "offHoursRequests": number
  "calendarId": string | null
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type SettingsOrganisation = {
  "legalName": string
  "address": null | SettingsOrganisationAddress
  "taxId": string | null
  "logo": string | null
  "baseCurrency": Currency
  "fiscalYearStart": number
  "timeZone": TimeZone
  "iban": string | null
  "bic": string | null
  "paymentDays": number
  "discountDays": number | null
  "discountPercent": number | null
  "invoicesOnFulfilment": boolean
  "from": string
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
  "planned": string | null
}

export type SettingsOrganisationAddress = {
  "lines": (string)[]
  "postalCode": string | null
  "city": string
  "country": Country
}

export type Country = string

export type SettingsModules = {
  "off": (Module)[]
  "id": string
  "revision": number | null
  "createdAt": string | null
  "updatedAt": string | null
}

export type ExportsEventSchemas = {
  "events": Record<string, Record<string, unknown>>
}

export type ExportedEvent = {
  "position": Position
  "id": string
  "type": string
  "aggregate": string
  "aggregateId": string
  "revision": number
  "occurredAt": string
  "recordedAt": string
  "metadata": Record<string, unknown>
  "data": Record<string, unknown> | null
}

export type PrivacyStanding = {
  "restricted": boolean
  "erased": boolean
  "truncated": boolean
  "holds": (string)[]
  "consents": (Consent)[]
  "records": (RecordReference)[]
  "collected": null | DataCollected
  "lawfulBasis": null | StatedBasis
  "usedIn": (UsedIn)[]
}

export type Consent = {
  "purpose": string
  "channel": string
  "source": string
  "textVersion": string
  "givenAt": string
  "withdrawnAt": string | null
}

export type RecordReference = {
  "aggregate": string
  "id": string
}

export type DataCollected = {
  "at": string
  "via": string
}

export type StatedBasis = {
  "basis": string
  "purpose": string
  "collectedFrom": string | null
  "since": string
}

export type UsedIn = {
  "model": string
  "count": number
}

export type PersonalDataReport = {
  "requestId": string
  "records": (PersonalDataReportRecord)[]
}

export type PersonalDataReportRecord = {
  "aggregate": string
  "id": string
  "data": unknown
  "content"?: (string)[]
  "history": (PersonalDataReportRecordHistoryItem)[]
}

export type PersonalDataReportRecordHistoryItem = {
  "id": string
  "type": string
  "title": string
  "text": string | null
  "actor": EventActor
  "via": EventVia
  "command": EventCommand
  "reason": null | EventReason
  "source": null | EventSource
  "occurredAt": string
  "recordedAt": string
  "revision": number
  "position": Position
  "correlationId": string
  "causationId": string
  "changes": (FieldChange)[]
  "undoable": boolean
  "data": unknown
}

export type PersonalDataCopy = {
  "requestId": string
  "records": (PersonalDataCopyRecord)[]
  "csv": string
}

export type PersonalDataCopyRecord = {
  "aggregate": string
  "id": string
  "data": unknown
  "content"?: (string)[]
  "events": (PersonalDataCopyRecordEvent)[]
}

export type PersonalDataCopyRecordEvent = {
  "at": string
  "type": string
  "data": unknown
}

export type PrivacyRequestMade = {
  "requestId": string
}

export type PrivacyRetention = {
  "items": (PrivacyRetentionItem)[]
}

export type PrivacyRetentionItem = {
  "rule": PrivacyRetentionItemRule
  "count": number
  "records": (RecordReference)[]
}

export type PrivacyRetentionItemRule = {
  "id": string
  "name": string
  "kind": string
  "days": number
}

export type PostPrivacyScrubAnswer = {
  "tables": number
  "segments": number
  "problems": (string)[]
}

export type AdminPackages = {
  "items": (AdminPackagesItem)[]
  "registry": string | null
}

export type AdminPackagesItem = {
  "name": string
  "version": string
  "licence": string | null
  "development": boolean
  "installedAt": string | null
}

export type ImportsFields = {
  "kinds": (ImportFields)[]
}

export type ImportFields = {
  "kind": ImportKind
  "fields": (ImportField)[]
}

export type ImportKind = "account" | "contact" | "lead" | "opportunity" | "product"

export type ImportField = {
  "key": string
  "label": string
  "type": ImportFieldType
  "required": boolean
  "options": (string)[]
}

export type ImportFieldType = "text" | "prose" | "email" | "phone" | "link" | "day" | "instant" | "integer" | "decimal" | "money" | "price" | "yes-no" | "country" | "language" | "choice" | "owner" | "account" | "account-key" | "contact" | "contact-key" | "product" | "pipeline" | "stage"

export type ImportProposal = {
  "kind": ImportKind
  "system": string
  "key": string | null
  "columns": (ImportProposedColumn)[]
  "empty": (string)[]
  "currency": string | null
  "existing": ImportProposalExisting
  "rows": number
  "asksCurrency": boolean
  "follows": string | null
  "remarks": (string)[]
}

export type ImportProposedColumn = {
  "column": string
  "field": string | null
  "format": null | ImportProposedColumnFormat
  "question": null | ImportProposedColumnQuestion
  "mixed": boolean
  "samples": (ImportSample)[]
  "filled": number
  "values": (string)[]
  "meanings": (ImportProposedColumnMeaning)[]
}

export type ImportProposedColumnFormat = "ymd" | "dmy" | "mdy" | "point" | "comma"

export type ImportProposedColumnQuestion = "date-order" | "decimal-mark"

export type ImportSample = {
  "written": string
  "read": Record<string, string>
}

export type ImportProposedColumnMeaning = {
  "value": string
  "means": string
}

export type ImportProposalExisting = "update" | "fill" | "skip"

export type PostImportsFilesAnswer = {
  "id": string
  "name": string
  "bytes": number
  "lines": number
}

export type PostHistoriesAnswer = {
  "line": number
  "source": null | PostHistoriesAnswerSource
  "status": PostHistoriesAnswerStatus
  "record"?: string
  "id"?: string
  "revision"?: number
  "position"?: Position
  "events": number
  "step"?: number | null
  "problem"?: Problem
}

export type PostHistoriesAnswerSource = {
  "system": string
  "id": string
}

export type PostHistoriesAnswerStatus = "created" | "updated" | "unchanged" | "refused"

export type BatchPreview = {
  "total": number
  "tried": number
  "done": number
  "unchanged": number
  "refused": number
  "notSeen": number
  "items": (BatchPreviewItem)[]
  "open": (BatchOpenItems)[]
}

export type BatchPreviewItem = {
  "model": string
  "id": string
  "name": string | null
  "command": string
  "result": BatchResult
}

export type BatchResult = {
  "is": BatchOutcome
  "code": string | null
  "message": string | null
}

export type BatchOutcome = "done" | "unchanged" | "refused" | "not-seen" | "changed-since"

export type BatchOpenItems = {
  "model": string
  "count": number
}

export type BatchItemPage = {
  "items": (BatchItem)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type BatchItem = {
  "model": string
  "id": string
  "name": string | null
  "command": string
  "result": null | BatchResult
  "undo": null | BatchResult
}

export type WebhookDeliveries = {
  "items": (WebhookDelivery)[]
  "next": string | null
}

export type WebhookDelivery = {
  "id": string
  "eventId": string
  "position": Position
  "type": string
  "recordId": string
  "state": WebhookDeliveryState
  "attempts": number
  "firstAt": string
  "lastAt": string
}

export type WebhookDeliveryState = "delivered" | "failing" | "given-up"

export type WebhookDeliveryDetail = {
  "id": string
  "eventId": string
  "position": Position
  "type": string
  "recordId": string
  "state": WebhookDeliveryState
  "attempts": number
  "firstAt": string
  "lastAt": string
  "calls": (WebhookAttempt)[]
}

export type WebhookAttempt = {
  "at": string
  "ms": number
  "cause": WebhookAttemptCause
  "status": number | null
  "error": string | null
  "answer": string | null
  "headers": Record<string, string>
  "body": string | null
}

export type WebhookAttemptCause = "event" | "resend" | "test"

export type WebhookStanding = {
  "position": string | null
  "failures": number
  "failingSince": string | null
  "nextAt": string | null
  "error": string | null
}

export type WebhookSecret = {
  "secret": string
}

export type NewWebhookSecret = {
  "secret": string
}

export type Help = {
  "items": (HelpItem)[]
}

export type HelpItem = {
  "screen": string
  "title": string
  "excerpt": string
}

export type HelpByScreen = {
  "screen": string
  "title": string
  "text": string
}

export type LogCheckpoints = {
  "items": (Checkpoint)[]
}

export type Checkpoint = {
  "size": number
  "note": string
  "signedAt": string
}

export type LogDivergences = {
  "items": (LogDivergencesItem)[]
}

export type LogDivergencesItem = {
  "acceptedAt": string
  "acceptedBy": string
  "position": string | null
  "size": number
  "sizeBefore": number
  "contradicted": number
  "checkpoints": (Checkpoint)[]
}

export type LogKey = {
  "key": string
  "keys": (LogKeyKey)[]
}

export type LogKeyKey = {
  "verifier": string
  "since": string
}

export type LogProofInclusion = {
  "event": string
  "index": number
  "size": number
  "leafHash": string
  "proof": (string)[]
}

export type LogProofConsistency = {
  "from": number
  "to": number
  "proof": (string)[]
}

export type EventsProof = {
  "event": string
  "index": number
  "size": number
  "leafHash": string
  "proof": (string)[]
  "leaf": string
  "checkpoint": string
  "key": string
}

export type AccountPage = {
  "items": (Account)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Account = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "sector"?: string | null
  "naics"?: string | null
  "industry"?: string | null
  "website"?: string | null
  "email"?: string | null
  "phone"?: string | null
  "otherEmails"?: (OtherEmail)[]
  "otherPhones"?: (OtherPhone)[]
  "addresses"?: (CustomerAddress)[]
  "city"?: string | null
  "postalCode"?: string | null
  "social"?: (SocialHandle)[]
  "yearEstablished"?: number | null
  "revenue"?: null | Money
  "employees"?: number | null
  "sizeBand"?: null | SizeBand
  "country"?: string | null
  "parentId"?: string | null
  "ownerId"?: string | null
  "relation"?: AccountRelation
  "slaPolicyId"?: string | null
  "serviceNotes"?: string | null
  "classification"?: string | null
  "leadId"?: string | null
  "keyCustomer"?: boolean
  "archived"?: boolean
  "absorbedById"?: string | null
  "tags"?: (ShownTag)[]
  "custom"?: AccountCustom
  "customNames"?: Record<string, string | null>
  "parentName"?: string | null
  "ownerName"?: string | null
}

export type OtherEmail = {
  "kind": EmailKind
  "email": Email
}

export type EmailKind = "work" | "private" | "billing" | "other"

export type OtherPhone = {
  "kind": PhoneKind
  "phone": Phone
}

export type PhoneKind = "work" | "mobile" | "private" | "fax" | "other"

export type CustomerAddress = {
  "lines": (string)[]
  "postalCode": string | null
  "city": string
  "country": Country
  "kind": AddressKind
  "state": string | null
}

export type AddressKind = "billing" | "delivery" | "visiting" | "private"

export type SocialHandle = {
  "network": SocialNetwork
  "handle": string
}

export type SocialNetwork = "linkedin" | "xing" | "x" | "mastodon" | "bluesky" | "facebook" | "instagram" | "youtube" | "tiktok" | "whatsapp" | "telegram" | "signal" | "wechat" | "line" | "other"

export type SizeBand = "1-9" | "10-49" | "50-249" | "250-999" | "1000-4999" | "5000+"

export type AccountRelation = "customer" | "prospect" | "partner" | "vendor"

export type ShownTag = {
  "id": string
  "name": string
  "tone": TagTone
}

export type TagTone = "neutral" | "accent" | "good" | "warn" | "bad"

export type AccountCustom = Record<string, unknown>

export type Customer360 = {
  "id": string
  "profile": CustomerProfile
  "contacts": null | Customer360Contacts
  "deals": null | Customer360Deals
  "orders": null | Customer360Orders
  "invoices": null | Customer360Invoices
  "tickets": null | Customer360Tickets
  "consents": (Consent)[] | null
  "activities": null | Customer360Activities
}

export type CustomerProfile = {
  "model": CustomerProfileModel
  "name"?: string | null
  "email"?: string | null
  "phone"?: string | null
  "city"?: string | null
  "country"?: string | null
  "classification"?: string | null
  "ownerId"?: string | null
  "archived"?: boolean | null
  "slaPolicyId"?: string | null
  "serviceNotes"?: string | null
  "doNotContact": (DoNotContact)[]
}

export type CustomerProfileModel = "account" | "contact"

export type DoNotContact = {
  "channel": ForbiddenChannel
  "reason": string | null
}

export type ForbiddenChannel = "any" | "email" | "phone" | "sms" | "post" | "chat" | "social"

export type Customer360Contacts = {
  "count": number
  "open": number
  "items": (CustomerContact)[]
}

export type CustomerContact = {
  "id": string
  "name"?: string | null
  "title": string | null
}

export type Customer360Deals = {
  "count": number
  "open": number
  "items": (CustomerDeal)[]
}

export type CustomerDeal = {
  "id": string
  "name"?: string | null
  "status": string | null
  "stageName": string | null
  "amount": null | Money
  "closeDate": string | null
}

export type Customer360Orders = {
  "count": number
  "open": number
  "items": (CustomerOrder)[]
}

export type CustomerOrder = {
  "id": string
  "number": string | null
  "placedAt": string | null
  "gross": null | SignedMoney
}

export type Customer360Invoices = {
  "count": number
  "open": number
  "items": (CustomerInvoice)[]
}

export type CustomerInvoice = {
  "id": string
  "number": string | null
  "status": string | null
  "issuedOn": string | null
  "dueOn": string | null
  "gross": null | SignedMoney
  "open": null | SignedMoney
}

export type Customer360Tickets = {
  "count": number
  "open": number
  "items": (CustomerTicket)[]
}

export type CustomerTicket = {
  "id": string
  "number": string | null
  "subject": string | null
  "status": string | null
  "priority": string | null
}

export type Customer360Activities = {
  "count": number
  "open": number
  "items": (CustomerActivity)[]
}

export type CustomerActivity = {
  "id": string
  "kind": string | null
  "subject": string | null
  "status": string | null
  "at": string | null
}

export type Purchases = {
  "totals": (PurchaseSums)[]
  "years": (PurchaseSumsOfYear)[]
  "restated": null | PurchaseSumsRestated
  "items": (PurchaseDocument)[]
  "left": (PurchasesLeftItem)[]
}

export type PurchaseSums = {
  "currency": Currency
  "ordered": number | null
  "invoiced": number | null
  "credited": number | null
  "turnover": number | null
  "paid": number | null
  "open": number | null
  "overdue": number | null
}

export type PurchaseSumsOfYear = {
  "currency": Currency
  "ordered": number | null
  "invoiced": number | null
  "credited": number | null
  "turnover": number | null
  "year": number
}

export type PurchaseSumsRestated = {
  "currency": Currency
  "ordered": number | null
  "invoiced": number | null
  "credited": number | null
  "turnover": number | null
  "paid": number | null
  "open": number | null
  "overdue": number | null
  "rates": RestatedIn
}

export type RestatedIn = {
  "currency": Currency
  "on": string
  "missing": (string)[]
}

export type PurchaseDocument = {
  "id": string
  "kind": PurchaseDocumentKind
  "number": string | null
  "on": string
  "status": null | PurchaseDocumentStatus
  "amount": null | SignedMoney
  "open": null | SignedMoney
}

export type PurchaseDocumentKind = "order" | "invoice" | "credit-note" | "payment"

export type PurchaseDocumentStatus = "placed" | "confirmed" | "partly-fulfilled" | "fulfilled" | "cancelled" | "open" | "partly-paid" | "paid" | "overpaid" | "credited" | "settled" | "unallocated" | "partly-allocated" | "allocated" | "voided"

export type PurchasesLeftItem = "order" | "invoice" | "payment"

export type DuplicateCandidates = {
  "items": (DuplicateCandidate)[]
}

export type DuplicateCandidate = {
  "id": string
  "name"?: string
  "score": number
  "reasons": (Likeness)[]
  "archived"?: boolean
}

export type Likeness = "email" | "phone" | "name" | "near-name" | "domain"

export type AccountDuplicatePairs = {
  "items": (DuplicatePair)[]
  "next": string | null
}

export type DuplicatePair = {
  "one": DuplicatePairOne
  "other": DuplicatePairOther
  "score": number
  "reasons": (Likeness)[]
}

export type DuplicatePairOne = {
  "id": string
  "name"?: string
}

export type DuplicatePairOther = {
  "id": string
  "name"?: string
}

export type ContactPage = {
  "items": (Contact)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Contact = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: PersonName
  "email"?: string | null
  "phone"?: string | null
  "otherEmails"?: (OtherEmail)[]
  "otherPhones"?: (OtherPhone)[]
  "addresses"?: (CustomerAddress)[]
  "city"?: string | null
  "postalCode"?: string | null
  "social"?: (SocialHandle)[]
  "country"?: string | null
  "title"?: string | null
  "accountId"?: string | null
  "birthDate"?: string | null
  "gender"?: null | Gender
  "language"?: string | null
  "region"?: string | null
  "ownerId"?: string | null
  "classification"?: string | null
  "leadId"?: string | null
  "preferredChannel"?: null | Channel
  "doNotContact"?: (DoNotContact)[]
  "forbiddenChannels"?: (string)[]
  "suppressions"?: (Suppression)[]
  "portalStatus"?: null | PortalStatus
  "portalInvitedAt"?: string | null
  "portalSignedInAt"?: string | null
  "archived"?: boolean
  "absorbedById"?: string | null
  "tags"?: (ShownTag)[]
  "custom"?: ContactCustom
  "customNames"?: Record<string, string | null>
  "accountName"?: string | null
  "ownerName"?: string | null
}

export type PersonName = {
  "first": string | null
  "last": string
}

export type Gender = "female" | "male" | "non-binary" | "other"

export type Channel = "email" | "phone" | "sms" | "post" | "chat" | "social"

export type Suppression = {
  "cause": SuppressionCause
  "purpose": string | null
  "address": string | null
  "since": string
}

export type SuppressionCause = "bounce" | "complaint" | "unsubscribe"

export type PortalStatus = "invited" | "open" | "revoked"

export type ContactCustom = Record<string, unknown>

export type ContactEmployments = {
  "items": (ContactEmploymentsItem)[]
}

export type ContactEmploymentsItem = {
  "accountId"?: string
  "accountName"?: string | null
  "title"?: string | null
  "from": string
  "to": string | null
}

export type ContactAnalysis = {
  "method": string
  "contacts": (AnalysedContact)[]
}

export type AnalysedContact = {
  "contactId": string
  "name"?: string
  "title"?: string | null
  "accountId"?: string | null
  "accountName"?: string | null
  "ownerId"?: string | null
  "ownerName"?: string | null
  "weight": number
  "reasons": (WeightReason)[]
  "lastTouch": LastTouch
  "touches": number
  "channels": (ChannelCount)[]
  "ourHours": number | null
  "theirHours": number | null
  "deals": InfluencedDeals
}

export type WeightReason = {
  "points": number
  "why": string
}

export type LastTouch = {
  "activityId": string
  "at": string
  "kind": ActivityKind
  "days": number
} | null

export type ChannelCount = {
  "kind": ActivityKind
  "count": number
}

export type InfluencedDeals = {
  "open": number
  "won": number
  "lost": number
  "revenue": (Sum)[]
}

export type Sum = {
  "amount"?: number | null
  "currency"?: Currency
}

export type ChannelAnswers = {
  "items": (ChannelAnswer)[]
}

export type ChannelAnswer = {
  "channel"?: Channel
  "use": ChannelUse
  "preferred": null | Channel
  "reason"?: string | null
}

export type ChannelUse = "free" | "not-preferred" | "forbidden"

export type ContactDuplicatePairs = {
  "items": (DuplicatePair)[]
  "next": string | null
}

export type KeyCustomers = {
  "today": string
  "basis": RevenueBasis
  "months": number
  "sharePercent": Percentage
  "method": string
  "customers": (KeyCustomer)[]
}

export type KeyCustomer = {
  "accountId": string
  "accountName": string | null
  "currency": Currency
  "revenue": number | null
  "before": number | null
  "share": number
  "trend": number | null
  "margin": number | null
  "marginDeals": number
  "reaches": boolean
  "keyCustomer": boolean
}

export type ProductPage = {
  "items": (Product)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Product = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "code"?: string
  "description"?: string | null
  "features"?: (ProductFeature)[]
  "groupId"?: string | null
  "group"?: string | null
  "unit"?: null | Unit
  "available"?: boolean
  "stockNote"?: string | null
  "price"?: HeldPrice
  "vendorId"?: string | null
  "archived"?: boolean
  "vendorName"?: string | null
  "groupName"?: string | null
}

export type ProductFeature = {
  "name": string
  "value": string
}

export type Unit = "C62" | "SET" | "PR" | "E48" | "LS" | "MIN" | "HUR" | "DAY" | "WEE" | "MON" | "ANN" | "GRM" | "KGM" | "TNE" | "MMT" | "CMT" | "MTR" | "KMT" | "MTK" | "MTQ" | "LTR" | "KWH"

export type ProductGroupPage = {
  "items": (ProductGroup)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type ProductGroup = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "parentId"?: string | null
  "archived"?: boolean
  "parentName"?: string | null
}

export type PriceBookPage = {
  "items": (PriceBook)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type PriceBook = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "currency"?: Currency
  "validFrom"?: string | null
  "validUntil"?: string | null
  "version"?: number
  "entries"?: (HeldPriceEntry)[]
  "entryCount"?: number
  "archived"?: boolean
}

export type HeldPriceEntry = {
  "productId": string
  "tiers": (HeldPriceTier)[]
}

export type HeldPriceTier = {
  "from": number
  "price": HeldPrice
}

export type LeadFormPage = {
  "items": (LeadForm)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type LeadForm = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "title"?: string
  "intro"?: string | null
  "language"?: LeadFormLanguage
  "source"?: string
  "campaign"?: string | null
  "asks"?: (LeadFormQuestion)[]
  "consent"?: null | LeadFormConsent
  "thanks"?: string
  "confirm"?: boolean
  "sites"?: (string)[]
  "makes"?: FormMakes
  "category"?: string | null
  "teamId"?: string | null
  "archived"?: boolean
  "teamName"?: string | null
}

export type LeadFormLanguage = "en" | "de" | "fr" | "es"

export type LeadFormQuestion = {
  "field": LeadFormField
  "required": boolean
}

export type LeadFormField = "email" | "phone" | "company" | "country" | "postcode" | "productInterest" | "subject" | "message"

export type LeadFormConsent = {
  "purpose": string
  "text": string
  "textVersion": string
  "required": boolean
}

export type FormMakes = "lead" | "ticket"

export type OrderPage = {
  "items": (Order)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Order = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "quoteId"?: string | null
  "opportunityId"?: string | null
  "serviceOrderId"?: string | null
  "accountId"?: string | null
  "ownerId"?: string
  "status"?: OrderStatus
  "confirmed"?: boolean
  "cancelledReason"?: string | null
  "address"?: null | PostalAddress
  "wantedOn"?: string | null
  "currency"?: Currency
  "lines"?: (OrderLine)[]
  "lineCount"?: number
  "fulfilments"?: (Fulfilment)[]
  "totals"?: Totals
  "gross"?: SignedMoney
  "placedAt"?: string
  "transferStatus"?: null | OrderTransferStatus
  "erpNumber"?: string | null
  "transferAttempts"?: (TransferAttempt)[]
  "transferNextAt"?: string | null
  "quoteName"?: string | null
  "opportunityName"?: string | null
  "serviceOrderName"?: string | null
  "accountName"?: string | null
  "ownerName"?: string | null
}

export type OrderStatus = "placed" | "confirmed" | "partly-fulfilled" | "fulfilled" | "cancelled"

export type PostalAddress = {
  "lines": (string)[]
  "postalCode": string | null
  "city": string
  "country": Country
  "state": string | null
}

export type OrderLine = {
  "productId": string | null
  "description": string
  "quantity": number
  "unitPrice": HeldPrice
  "listPrice": null | HeldPrice
  "pricedBy"?: PricedBy
  "unit"?: Unit
  "discountPercent": Percentage
  "taxPercent": Percentage
  "net": SignedMoney
  "discount": SignedMoney
  "fulfilled": number
  "open": number
  "billed": number
}

export type Fulfilment = {
  "day": string
  "carrier": string | null
  "tracking": string | null
  "fulfilment": number
  "lines": (LinePart)[]
}

export type LinePart = {
  "line": number
  "quantity": number
}

export type Totals = {
  "net": SignedMoney
  "discount": SignedMoney
  "tax": SignedMoney
  "gross": SignedMoney
  "taxes": (RateTax)[]
}

export type RateTax = {
  "percent": Percentage
  "net": SignedMoney
  "tax": SignedMoney
}

export type OrderTransferStatus = "under-way" | "waiting" | "accepted" | "refused" | "given-up"

export type TransferAttempt = {
  "attempt": number
  "at": string
  "is": TransferAttemptIs
  "reason": string | null
}

export type TransferAttemptIs = "accepted" | "refused" | "failed"

export type FollowUpPage = {
  "items": (FollowUp)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type FollowUp = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "reason"?: FollowUpReason
  "model"?: FollowUpModel
  "recordId"?: string
  "since"?: string
  "until"?: string | null
  "ownerId"?: string
  "broughtBack"?: boolean
}

export type FollowUpReason = "they-wait" | "no-answer" | "quote-ends" | "deal-quiet" | "lead-quiet" | "customer-quiet"

export type FollowUpModel = "conversation" | "quote" | "opportunity" | "lead" | "account"

export type FollowUpSuggestions = {
  "method": string
  "items": (FollowUpSuggestion)[]
}

export type FollowUpSuggestion = {
  "reason"?: FollowUpReason
  "model"?: FollowUpModel
  "recordId"?: string
  "name": string | null
  "ownerId"?: string | null
  "ownerName"?: string | null
  "since"?: string
  "days": number
  "words": string
  "task": string
  "regarding": Regarded
}

export type Regarded = {
  "model"?: RegardedModel
  "id": string
}

export type InvoicePage = {
  "items": (Invoice)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Invoice = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: InvoiceKind
  "number"?: string
  "orderId"?: string
  "orderNumber"?: string
  "opportunityId"?: string | null
  "accountId"?: string
  "ownerId"?: string
  "invoiceId"?: string | null
  "reason"?: string | null
  "status"?: InvoiceStatus
  "issuedOn"?: string
  "suppliedOn"?: string
  "dueOn"?: string
  "terms"?: PaymentTerms
  "seller"?: Seller
  "buyer"?: Buyer
  "currency"?: Currency
  "exchangeRate"?: null | UsedRate
  "grossOwn"?: null | SignedMoney
  "lines"?: (InvoiceLine)[]
  "lineCount"?: number
  "totals"?: Totals
  "gross"?: SignedMoney
  "credited"?: SignedMoney
  "paid"?: SignedMoney
  "open"?: SignedMoney
  "reminders"?: number
  "remindedOn"?: string | null
  "accountingRunId"?: string | null
  "paymentCode": string | null
  "orderName"?: string | null
  "opportunityName"?: string | null
  "accountName"?: string | null
  "ownerName"?: string | null
  "invoiceName"?: string | null
  "accountingRunName"?: string | null
}

export type InvoiceKind = "invoice" | "credit-note"

export type InvoiceStatus = "open" | "partly-paid" | "paid" | "overpaid" | "credited" | "settled"

export type PaymentTerms = {
  "days": number
  "discountDays": number | null
  "discountPercent": number | null
}

export type Seller = {
  "name": string
  "address": null | PostalAddress
  "taxId": string | null
  "iban": string | null
  "bic": string | null
}

export type Buyer = {
  "name": string
  "address": null | PostalAddress
}

export type UsedRate = {
  "currency": Currency
  "on": string
  "of": string
  "into": string
}

export type InvoiceLine = {
  "productId": string | null
  "description": string
  "quantity": number
  "unitPrice": HeldPrice
  "listPrice": null | HeldPrice
  "pricedBy"?: PricedBy
  "unit"?: Unit
  "discountPercent": Percentage
  "taxPercent": Percentage
  "net": SignedMoney
  "discount": SignedMoney
  "line": number
  "creditable": number
}

export type PaymentPage = {
  "items": (Payment)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Payment = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "status"?: PaymentStatus
  "voided"?: boolean
  "voidedReason"?: string | null
  "paid"?: SignedMoney
  "currency"?: Currency
  "left"?: SignedMoney
  "receivedOn"?: string
  "payer"?: string | null
  "payerIban"?: string | null
  "reference"?: string | null
  "allocations"?: (Allocation)[]
  "accountId"?: string | null
  "statement"?: string | null
  "accountingRunId"?: string | null
  "booked"?: boolean
  "accountName"?: string | null
  "accountingRunName"?: string | null
}

export type PaymentStatus = "unallocated" | "partly-allocated" | "allocated" | "voided"

export type Allocation = {
  "invoiceId": string
  "amount": number
}

export type PaymentSuggestions = {
  "items": (PaymentSuggestion)[]
}

export type PaymentSuggestion = {
  "invoiceId": string
  "number": string
  "accountName"?: string | null
  "open": number
  "amount": number
  "reasons": (PaymentSuggestionReason)[]
}

export type PaymentSuggestionReason = "number" | "amount" | "name"

export type AccountingRunPage = {
  "items": (AccountingRun)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type AccountingRun = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "startsOn"?: string
  "endsOn"?: string
  "again"?: boolean
  "invoiceCount"?: number
  "paymentCount"?: number
  "madeById"?: string | null
  "madeByName"?: string | null
}

export type RateSheetPage = {
  "items": (RateSheet)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type RateSheet = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "on"?: string
  "base"?: string
  "rates"?: (PublishedRate)[]
  "rateCount"?: number
}

export type PublishedRate = {
  "code": string
  "rate": string
}

export type PipelinePage = {
  "items": (Pipeline)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Pipeline = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "currency"?: Currency
  "isDefault"?: boolean
  "stages"?: (PipelineStage)[]
  "archived"?: boolean
}

export type PipelineStage = {
  "id": string
  "name": string
  "probability": Probability
  "kind": StageKind
  "exit": (ExitCriterion)[]
}

export type Probability = number

export type StageKind = "open" | "won" | "lost"

export type ExitCriterion = {
  "id": string
  "name": string
  "when": unknown
}

export type CompetitorPage = {
  "items": (Competitor)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Competitor = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "strengths"?: string | null
  "weaknesses"?: string | null
  "positioning"?: string | null
  "products"?: (string)[]
  "archived"?: boolean
}

export type CrossSelling = {
  "method": string
  "baskets": number
  "suggestions": (CrossSellingSuggestion)[]
}

export type CrossSellingSuggestion = {
  "productId": string
  "productName": string
  "price"?: null | HeldPrice
  "withProductId": string
  "withProductName": string
  "together": number
  "withCount": number
  "count": number
  "support": number
  "confidence": number
  "lift": number
}

export type CrossSellingUplift = {
  "from": string
  "to": string
  "method": string
  "taken": number
  "sold": (Sum)[]
  "proposed": UpliftGroup
  "rest": UpliftGroup
}

export type UpliftGroup = {
  "won": number
  "lost": number
  "rate": number | null
  "sizes": (WonSize)[]
}

export type WonSize = {
  "currency"?: Currency
  "deals": number
  "average": number | null
  "median": number | null
}

export type WhiteSpace = {
  "method": string
  "alike": AccountsAlike
  "suggestions": (WhiteSpaceSuggestion)[]
}

export type AccountsAlike = {
  "accounts": number
  "industry"?: string | null
  "sizeBand"?: string | null
  "classification"?: string | null
}

export type WhiteSpaceSuggestion = {
  "productId": string
  "productName": string
  "price": null | HeldPrice
  "found": number
  "of": number
  "share": number
  "reason": string
}

export type LeadPage = {
  "items": (Lead)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Lead = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: PersonName
  "email"?: string | null
  "emailDomain"?: string | null
  "phone"?: string | null
  "company"?: string | null
  "source"?: string
  "country"?: string | null
  "postcode"?: string | null
  "productInterest"?: string | null
  "referrerId"?: string | null
  "campaign"?: string | null
  "campaignId"?: string | null
  "ownerId"?: string | null
  "routedRule"?: string | null
  "pickUpBy"?: string | null
  "status"?: LeadStatus
  "statusSince"?: string
  "score"?: number
  "heat"?: Heat
  "scoreReasons"?: (LeadScoreReason)[]
  "scoreRuleVersion"?: number
  "scoredAt"?: string | null
  "qualification"?: LeadQualification
  "judgedBy"?: null | CitedRule
  "genuineness"?: number | null
  "checkedAt"?: string | null
  "review"?: null | LeadReview
  "formId"?: string | null
  "landingPageId"?: string | null
  "page"?: string | null
  "utm"?: null | Utm
  "message"?: string | null
  "consent"?: null | LeadConsent
  "toConfirm"?: boolean
  "confirmationAskedAt"?: string | null
  "confirmedAt"?: string | null
  "disqualifiedReason"?: string | null
  "recycledReason"?: string | null
  "wakeOn"?: string | null
  "wakeAt"?: string | null
  "preferredChannel"?: null | Channel
  "doNotContact"?: (DoNotContact)[]
  "forbiddenChannels"?: (string)[]
  "suppressions"?: (Suppression)[]
  "converting"?: boolean
  "conversionError"?: string | null
  "reverting"?: boolean
  "reversionError"?: string | null
  "converted"?: null | LeadConverted
  "tags"?: (ShownTag)[]
  "custom"?: LeadCustom
  "customNames"?: Record<string, string | null>
  "ownerName"?: string | null
  "referrerName"?: string | null
  "campaignName"?: string | null
  "formName"?: string | null
  "landingPageName"?: string | null
}

export type LeadStatus = "new" | "working" | "qualified" | "recycled" | "disqualified" | "converted"

export type Heat = "hot" | "warm" | "cold"

export type LeadScoreReason = {
  "rule": string
  "points": number
  "reason": string
}

export type LeadQualification = {
  "budget": string | null
  "authority": string | null
  "need": string | null
  "timeline": string | null
}

export type CitedRule = {
  "version": number
  "rule": string
  "name": string
}

export type LeadReview = "due" | "genuine" | "not-genuine"

export type Utm = {
  "source"?: string
  "medium"?: string
  "campaign"?: string
  "term"?: string
  "content"?: string
}

export type LeadConsent = {
  "purpose": string
  "textVersion": string
}

export type LeadConverted = {
  "accountId": string | null
  "contactId": string
  "opportunityId": string
}

export type LeadCustom = Record<string, unknown>

export type LeadScore = {
  "leadId": string
  "score"?: number
  "heat"?: Heat
  "scoredAt"?: string | null
  "ruleSetId": string | null
  "ruleVersion"?: number
  "hotFrom": number
  "warmFrom": number
  "agrees": boolean | null
  "rules": (LeadScoreRule)[]
}

export type LeadScoreRule = {
  "id": string
  "name"?: string
  "points": number
  "holds": boolean
  "conditions": (RuleCondition)[]
}

export type RuleCondition = {
  "depth": number
  "holds": boolean | null
  "joint": null | RuleConditionJoint
  "field": string | null
  "operator": string | null
  "value": unknown
  "found": unknown
}

export type RuleConditionJoint = "all" | "any" | "none"

export type LeadChecks = {
  "leadId": string
  "genuineness"?: number | null
  "checkVersion"?: number | null
  "checkedAt"?: string | null
  "review"?: null | LeadReview
  "checks"?: (LeadChecksCheck)[]
  "twins"?: (LeadChecksTwin)[]
}

export type LeadChecksCheck = {
  "check": LeadChecksCheckCheck
  "result": CheckResult
  "finding": LeadFinding
  "points": number
  "text": string
}

export type LeadChecksCheckCheck = "email" | "disposable" | "phone" | "duplicate" | "bot"

export type CheckResult = "pass" | "warn" | "fail"

export type LeadFinding = "plausible" | "no-email" | "unreachable" | "reserved-domain" | "example-domain" | "nobodys" | "lasting" | "thrown-away" | "valid-number" | "no-phone" | "no-country" | "no-such-number" | "other-country" | "unknown" | "not-looked" | "known-contact" | "like-lead" | "same-lead" | "not-public" | "proven" | "hasty" | "unproven" | "trapped"

export type LeadChecksTwin = {
  "model": LeadChecksTwinModel
  "id": string
}

export type LeadChecksTwinModel = "lead" | "contact"

export type LeadProgress = {
  "leadId": string
  "status"?: LeadStatus
  "since": string
  "at": string
  "spans": (StatusSpan)[]
  "totals": (LeadProgressTotal)[]
}

export type StatusSpan = {
  "status"?: LeadStatus
  "from": string
  "to": string | null
  "minutes": number
  "byId": string | null
}

export type LeadProgressTotal = {
  "status"?: LeadStatus
  "minutes": number
}

export type LeadReasons = {
  "items": (LeadReasonsItem)[]
  "total": number
}

export type LeadReasonsItem = {
  "status"?: LeadReasonsItemStatus
  "reason"?: string
  "leads": number
}

export type LeadReasonsItemStatus = "disqualified" | "recycled"

export type LeadReferrals = {
  "items": (LeadReferralsItem)[]
  "total": number
}

export type LeadReferralsItem = {
  "referrerId"?: string
  "referrerName"?: string | null
  "leads": number
  "qualified": number
  "disqualified": number
  "converted"?: number
}

export type LeadAssignment = {
  "leadId": string
  "ownerId"?: string | null
  "ruleSetId": string
  "ruleVersion"?: number | null
  "decision"?: null | AssignmentDecision
  "decidedAt": string | null
  "rules": (AssignmentRule)[]
  "would": null | WouldBeAssigned
}

export type AssignmentDecision = {
  "cause": RoutingCause
  "version": number
  "rule": string | null
  "name": string | null
  "choose": null | ChoosingBy
  "skills"?: (string)[]
  "candidates": (AssignmentCandidate)[]
  "pickUpBy": string | null
}

export type RoutingCause = "captured" | "woken" | "asked" | "unclaimed" | "opened"

export type ChoosingBy = "round-robin" | "least-loaded"

export type AssignmentCandidate = {
  "userId": string
  "open": number
  "lastAt": string | null
  "skipped": null | WhySkipped
}

export type WhySkipped = "inactive" | "away" | "full" | "had-it" | "unskilled"

export type AssignmentRule = {
  "id": string
  "name"?: string
  "holds": boolean | null
  "chosen": boolean
  "conditions": (RuleCondition)[]
}

export type WouldBeAssigned = {
  "userId": string | null
  "rule": string | null
  "name"?: string | null
}

export type LeadQualificationExplained = {
  "leadId": string
  "missing": (LeadQualificationExplainedMissingItem)[]
  "judgedBy"?: null | CitedRule
  "ruleSetId": string
  "ruleVersion"?: number | null
  "rules": (LeadQualificationExplainedRule)[]
}

export type LeadQualificationExplainedMissingItem = "budget" | "authority" | "need" | "timeline"

export type LeadQualificationExplainedRule = {
  "id": string
  "name"?: string
  "qualifies": boolean
  "reason"?: string | null
  "holds": boolean | null
  "conditions": (RuleCondition)[]
}

export type LeadCapacity = {
  "items": (LeadCapacityItem)[]
  "unassigned": number
}

export type LeadCapacityItem = {
  "userId": string
  "userName": string | null
  "teamId": string | null
  "open": number
  "capacity": number | null
  "away": boolean
  "free": boolean
}

export type LeadRecommendations = {
  "leadId": string
  "items": (LeadRecommendationsItem)[]
}

export type LeadRecommendationsItem = {
  "productId"?: string
  "productName"?: string
  "score"?: number
  "reasons"?: (LeadRecommendationsItemReason)[]
}

export type LeadRecommendationsItemReason = {
  "reason": RecommendationReason
  "customers": number | null
}

export type RecommendationReason = "named" | "group" | "together" | "country" | "often"

export type OpportunityPage = {
  "items": (Opportunity)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Opportunity = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "accountId"?: string | null
  "contactId"?: string | null
  "productId"?: string | null
  "leadId"?: string | null
  "ownerId"?: string
  "pipelineId"?: string
  "stageId"?: string
  "stageName"?: string
  "stageSince"?: string
  "stagesVisited"?: (string)[]
  "probability"?: number
  "probabilityOverridden"?: boolean
  "amount"?: null | Money
  "lines"?: (PricedLine)[]
  "lineCount"?: number
  "players"?: (KeyPlayer)[]
  "playerIds"?: (string)[]
  "budget"?: null | Money
  "costs"?: null | Money
  "channel"?: string | null
  "partnerId"?: string | null
  "nextStep"?: string | null
  "nextStepOn"?: string | null
  "dates"?: (NamedDate)[]
  "slips"?: number
  "closeDate"?: string | null
  "status"?: OpportunityStatus
  "lostReason"?: string | null
  "wonReason"?: string | null
  "lostToId"?: string | null
  "competitorIds"?: (string)[]
  "closedAt"?: string | null
  "proposal"?: null | Proposal
  "tags"?: (ShownTag)[]
  "custom"?: OpportunityCustom
  "customNames"?: Record<string, string | null>
  "accountName"?: string | null
  "contactName"?: string | null
  "ownerName"?: string | null
  "productName"?: string | null
  "pipelineName"?: string | null
  "lostToName"?: string | null
  "partnerName"?: string | null
}

export type PricedLine = {
  "productId": string | null
  "description": string
  "quantity": number
  "unitPrice": HeldPrice
  "listPrice": null | HeldPrice
  "pricedBy"?: PricedBy
  "unit"?: Unit
  "discountPercent": Percentage
  "taxPercent": Percentage
  "net": SignedMoney
  "discount": SignedMoney
}

export type KeyPlayer = {
  "contactId": string
  "role": string | null
  "stance": null | Stance
}

export type Stance = "supporter" | "neutral" | "opponent"

export type NamedDate = {
  "name": string
  "on": string
}

export type OpportunityStatus = "open" | "won" | "lost"

export type Proposal = {
  "basis": ProposalBasis
  "productId": string
  "withProductId": string | null
  "found": number
  "of": number
}

export type ProposalBasis = "alike" | "together"

export type OpportunityCustom = Record<string, unknown>

export type KeyPlayers = {
  "opportunityId": string
  "players"?: (KeyPlayersPlayer)[]
}

export type KeyPlayersPlayer = {
  "contactId": string
  "role": string | null
  "stance": null | Stance
  "contactName": string | null
  "title": string | null
  "accountId": string | null
  "accountName": string | null
  "main": boolean
}

export type DealSpending = {
  "opportunityId": string
  "budget"?: null | Money
  "costs"?: null | Money
  "orders": (Sum)[]
  "total": (Sum)[]
}

export type QuotaPage = {
  "items": (Quota)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Quota = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "ownerId"?: string | null
  "teamId"?: string | null
  "startsOn"?: string
  "endsOn"?: string
  "target"?: Money
  "archived"?: boolean
  "ownerName"?: string | null
  "teamName"?: string | null
}

export type Attainment = {
  "from": string
  "to": string
  "method": string
  "quotas": (QuotaAttainment)[]
}

export type QuotaAttainment = {
  "quotaId": string
  "ownerId"?: string | null
  "teamId"?: string | null
  "ownerName"?: string | null
  "teamName"?: string | null
  "startsOn"?: string
  "endsOn"?: string
  "target"?: Money
  "deals": number
  "won": number | null
  "weighted": number | null
  "attained": number | null
  "expected": number | null
}

export type MarketPage = {
  "items": (Market)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Market = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "productGroupId"?: string | null
  "country"?: string | null
  "startsOn"?: string
  "endsOn"?: string
  "size"?: Money
  "source"?: string | null
  "archived"?: boolean
  "productGroupName"?: string | null
}

export type MarketShares = {
  "revenueBasis": RevenueBasis
  "method": string
  "markets": (MarketShare)[]
}

export type MarketShare = {
  "marketId": string
  "name"?: string
  "productGroupId"?: string | null
  "productGroupName"?: string | null
  "country"?: string | null
  "startsOn"?: string
  "endsOn"?: string
  "size"?: Money
  "own": number | null
  "share": number | null
  "trend": number | null
}

export type QuotePage = {
  "items": (Quote)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Quote = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "version"?: number
  "replacesId"?: string | null
  "replacedById"?: string | null
  "opportunityId"?: string
  "accountId"?: string | null
  "ownerId"?: string
  "orderId"?: string | null
  "status"?: QuoteStatus
  "currency"?: Currency
  "intro"?: string | null
  "terms"?: string | null
  "lines"?: (PricedLine)[]
  "discountPercent"?: number
  "approval"?: null | ApprovalStatus
  "approvalReason"?: string | null
  "proposals"?: (Proposal)[]
  "lineCount"?: number
  "totals"?: Totals
  "gross"?: SignedMoney
  "validUntil"?: string
  "sentAt"?: string | null
  "answeredAt"?: string | null
  "rejectedReason"?: string | null
  "answeredBy"?: string | null
  "opportunityName"?: string | null
  "accountName"?: string | null
  "ownerName"?: string | null
  "orderName"?: string | null
  "replacesName"?: string | null
  "replacedByName"?: string | null
}

export type QuoteStatus = "draft" | "sent" | "accepted" | "rejected" | "expired" | "replaced"

export type ApprovalStatus = "requested" | "approved" | "declined"

export type TextBlockPage = {
  "items": (TextBlock)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type TextBlock = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "use"?: TextUse
  "text"?: string
  "archived"?: boolean
}

export type TextUse = "intro" | "terms"

export type MessageTemplatePage = {
  "items": (MessageTemplate)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type MessageTemplate = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "subject"?: string
  "body"?: string
  "version"?: number
  "publishedAt"?: string | null
  "draft"?: boolean
  "archived"?: boolean
}

export type CampaignPage = {
  "items": (Campaign)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Campaign = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "goal"?: string | null
  "targets"?: ShownCampaignTargets
  "budget"?: null | Money
  "startsOn"?: string | null
  "endsOn"?: string | null
  "startsAt"?: string | null
  "endsAt"?: string | null
  "channels"?: (string)[]
  "productIds"?: (string)[]
  "productGroupId"?: string | null
  "ownerId"?: string | null
  "status"?: CampaignStatus
  "startedAt"?: string | null
  "endedAt"?: string | null
  "costs"?: (ShownCampaignCost)[]
  "batchIds"?: (string)[]
  "ownerName"?: string | null
  "productGroupName"?: string | null
}

export type ShownCampaignTargets = {
  "responses": number | null
  "leads": number | null
  "won": number | null
  "revenue": null | Money
}

export type CampaignStatus = "planned" | "running" | "ended" | "cancelled"

export type ShownCampaignCost = {
  "costId": string
  "channel": CampaignChannel
  "amount": Money
  "on": string
  "what": string
  "responses": number | null
}

export type CampaignChannel = "email" | "phone" | "sms" | "social" | "post" | "event" | "ad"

export type CampaignResults = {
  "from": string
  "to": string
  "model": AttributionModel
  "method": string
  "campaigns": (CampaignComparison)[]
  "unattributed": (UnattributedRevenue)[]
  "total": (AllWonRevenue)[]
}

export type AttributionModel = "first" | "last" | "linear" | "position"

export type CampaignComparison = {
  "campaignId": string
  "name"?: string
  "status"?: string
  "sent": number
  "opened": number
  "clicked": number
  "responded": number
  "converted": number
  "won": number
  "openRate": null | RateInterval
  "clickRate": null | RateInterval
  "responseRate": null | RateInterval
  "winRate": null | RateInterval
  "leads": number
  "social": CampaignSocial
  "otherResponses": number
  "channels"?: (CampaignChannelCost)[]
  "returns": (CampaignReturn)[]
  "products": (CampaignProductRevenue)[]
}

export type RateInterval = {
  "share": number
  "from": number
  "to": number
}

export type CampaignSocial = {
  "posts": number
  "reactions": number
}

export type CampaignChannelCost = {
  "channel": CampaignChannel
  "currency": Currency
  "cost": number
  "responses": number
}

export type CampaignReturn = {
  "currency": Currency
  "revenue": number
  "cost": number
  "roi": number | null
  "costPerLead": number | null
  "costPerWon": number | null
}

export type CampaignProductRevenue = {
  "productId": string | null
  "name"?: string | null
  "named": boolean
  "currency": Currency
  "revenue": number
}

export type UnattributedRevenue = {
  "currency": Currency
  "revenue": number
}

export type AllWonRevenue = {
  "currency": Currency
  "revenue": number
}

export type CampaignDeals = {
  "items": (CampaignDeal)[]
}

export type CampaignDeal = {
  "opportunityId": string
  "name"?: string
  "closedAt": string
  "currency": Currency
  "amount"?: number
  "part": number
  "touches": (CampaignTouch)[]
}

export type CampaignTouch = {
  "campaignId": string
  "at": string
}

export type ContentItemPage = {
  "items": (ContentItem)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type ContentItem = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "about"?: string | null
  "url"?: string
  "interests"?: (string)[]
  "templateId"?: string
  "mailboxId"?: string
  "purpose"?: string
  "archived"?: boolean
  "templateName"?: string | null
  "mailboxName"?: string | null
}

export type ContentOffers = {
  "items": (ContentOffer)[]
}

export type ContentOffer = {
  "contentItemId": string
  "name"?: string
  "url"?: string
  "about"?: string | null
  "interests"?: (string)[]
  "sentAt": string | null
  "openedAt": string | null
}

export type EnrolmentPage = {
  "items": (Enrolment)[]
  "next"?: string | null
  "total"?: number
  "asOf": string | null
}

export type Enrolment = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "sequenceId"?: string
  "version"?: number
  "campaignId"?: string
  "contactId"?: string | null
  "leadId"?: string | null
  "ownerId"?: string | null
  "by"?: EnrolledBy
  "stage"?: null | LeadStatus
  "status"?: EnrolmentStatus
  "step"?: number
  "until"?: string | null
  "exit"?: null | EnrolmentExit
  "endedAt"?: string | null
  "sequenceName"?: string | null
  "campaignName"?: string | null
  "contactName"?: string | null
  "leadName"?: string | null
}

export type EnrolledBy = "hand" | "list" | "stage"

export type EnrolmentStatus = "active" | "paused" | "left" | "done"

export type EnrolmentExit = "goal" | "converted" | "replied" | "opted-out" | "bounced" | "gone" | "campaign-over" | "by-hand"

export type GreetingPage = {
  "items": (Greeting)[]
  "next"?: string | null
  "total"?: number
  "asOf": string | null
}

export type Greeting = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "occasion"?: GreetingOccasion
  "countries"?: (string)[]
  "where"?: unknown
  "texts"?: (ShownGreetingText)[]
  "mailboxId"?: string | null
  "numberId"?: string | null
  "letterForm"?: null | LetterForm
  "purpose"?: string
  "time"?: string
  "active"?: boolean
  "activatedById"?: string | null
  "next"?: string | null
  "offReason"?: string | null
  "lastDay"?: string | null
  "lastTotal"?: number | null
  "archived"?: boolean
  "mailboxName"?: string | null
  "numberName"?: string | null
  "activatedByName"?: string | null
}

export type GreetingOccasion = GreetingOccasionBirthday | GreetingOccasionAnniversary | GreetingOccasionDay

export type GreetingOccasionBirthday = {
  "is": "birthday"
}

export type GreetingOccasionAnniversary = {
  "is": "anniversary"
}

export type GreetingOccasionDay = {
  "is": "day"
  "date": string
}

export type ShownGreetingText = {
  "language": string | null
  "templateId": string
}

export type LetterForm = "din-5008-b" | "us-10"

export type LandingPagePage = {
  "items": (LandingPage)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type LandingPage = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "slug"?: string
  "title"?: string
  "language"?: LandingPageLanguage
  "blocks"?: (ShownPageBlock)[]
  "version"?: number
  "publishedAt"?: string | null
  "published"?: boolean
  "draft"?: boolean
}

export type LandingPageLanguage = "en" | "de" | "fr" | "es"

export type ShownPageBlock = {
  "is": PageBlockKind
  "text"?: string
  "picture"?: Picture
  "alt"?: string
  "productId"?: string
  "formId"?: string
  "url"?: string
}

export type PageBlockKind = "heading" | "text" | "picture" | "product" | "form" | "button"

export type MailingPage = {
  "items": (Mailing)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Mailing = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "campaignId"?: string
  "listId"?: string
  "mailboxId"?: string | null
  "numberId"?: string | null
  "letterForm"?: null | LetterForm
  "purpose"?: string
  "templateId"?: string
  "variants"?: (ShownMailingVariant)[]
  "otherSubject"?: string | null
  "status"?: MailingStatus
  "scheduledAt"?: string | null
  "scheduledById"?: string | null
  "startedAt"?: string | null
  "batchId"?: string | null
  "total"?: number | null
  "templateVersion"?: number | null
  "basis"?: string | null
  "stopReason"?: string | null
  "completedAt"?: string | null
  "campaignName"?: string | null
  "listName"?: string | null
  "mailboxName"?: string | null
  "numberName"?: string | null
  "templateName"?: string | null
  "scheduledByName"?: string | null
}

export type ShownMailingVariant = {
  "name": string
  "where": unknown
  "templateId": string
}

export type MailingStatus = "draft" | "scheduled" | "sending" | "paused" | "stopped" | "done"

export type MailingResults = {
  "total"?: number | null
  "decided": number
  "waiting": number
  "sent": number
  "opened": number
  "clicked": number
  "responded": number
  "converted": number
  "won": number
  "openRate": null | RateInterval
  "clickRate": null | RateInterval
  "responseRate": null | RateInterval
  "winRate": null | RateInterval
  "refused": number
  "doubtful": number
  "bounced": number
  "delivered": number
  "undelivered": number
  "cost": (TextCost)[]
  "unsubscribed": number
  "machineOpened": number
  "leftOut": (LeftOutCount)[]
  "variants"?: (MailingGroup)[]
  "subjects": (MailingGroup)[]
  "subjectTest": null | SubjectTest
  "links": (LinkCount)[]
  "method": string
}

export type TextCost = {
  "parts": number
  "pricePerPart": null | UnitPrice
}

export type LeftOutCount = {
  "reason"?: LeftOutReason
  "count": number
}

export type MailingGroup = {
  "key": string
  "sent": number
  "opened": number
  "clicked": number
  "responded": number
  "converted": number
  "won": number
  "openRate": null | RateInterval
  "clickRate": null | RateInterval
  "responseRate": null | RateInterval
  "winRate": null | RateInterval
}

export type SubjectTest = {
  "method": string
  "winner": null | SubjectTestWinner
  "p": number | null
  "measure": string
}

export type SubjectTestWinner = "a" | "b"

export type LinkCount = {
  "link": string
  "people": number
  "clicks": number
}

export type MailingRecipientPage = {
  "items": (MailingRecipient)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type MailingRecipient = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "channel"?: MailingChannel
  "mailingId"?: string | null
  "enrolmentId"?: string | null
  "step"?: number | null
  "greetingId"?: string | null
  "greetedOn"?: string | null
  "workflowRunId"?: string | null
  "ruleName"?: string | null
  "ruleVersion"?: number | null
  "trigger"?: string | null
  "contentItemId"?: string | null
  "campaignId"?: string | null
  "contactId"?: string | null
  "leadId"?: string | null
  "ownerId"?: string | null
  "purpose"?: string
  "basis"?: string
  "leftOut"?: null | LeftOutReason
  "variant"?: string | null
  "subject"?: SubjectVariant
  "templateId"?: string
  "templateVersion"?: number
  "sendAt"?: string
  "status"?: MailingRecipientStatus
  "reason"?: string | null
  "sentAt"?: string | null
  "deliveredAt"?: string | null
  "openedAt"?: string | null
  "machineOpenedAt"?: string | null
  "clickedAt"?: string | null
  "clicks"?: number
  "followed"?: (FollowedLink)[]
  "repliedAt"?: string | null
  "replyConversationId"?: string | null
  "respondedAt"?: string | null
  "unsubscribedAt"?: string | null
  "madeLeadId"?: string | null
  "convertedAt"?: string | null
  "mailingName"?: string | null
  "greetingName"?: string | null
  "contentItemName"?: string | null
  "campaignName"?: string | null
  "contactName"?: string | null
  "leadName"?: string | null
  "templateName"?: string | null
}

export type SubjectVariant = "a" | "b"

export type MailingRecipientStatus = "left-out" | "waiting" | "sent" | "delivered" | "refused" | "doubtful" | "bounced" | "stopped" | "undelivered"

export type FollowedLink = {
  "link": string | null
  "at": string
  "machine": boolean
}

export type MarketingListPage = {
  "items": (MarketingList)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type MarketingList = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "about"?: string | null
  "model"?: MarketingListModel
  "kind"?: MarketingListKind
  "where"?: unknown
  "size"?: number | null
  "archived"?: boolean
}

export type MarketingListModel = "contact" | "lead" | "account"

export type MarketingListKind = "static" | "dynamic"

export type MarketingListMemberPage = {
  "items": (MarketingListMember)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type MarketingPlanPage = {
  "items": (MarketingPlan)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type MarketingPlan = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "startsOn"?: string
  "endsOn"?: string
  "targets"?: (ShownPlanTarget)[]
  "goals"?: (ShownPlanGoal)[]
  "archived"?: boolean
}

export type ShownPlanTarget = {
  "metric": PlanMetric
  "currency": string | null
  "from": string
  "to": string
  "productGroupId": string | null
  "country": string | null
  "value": number
}

export type PlanMetric = "leads" | "deals-won" | "revenue-won" | "campaign-cost"

export type ShownPlanGoal = {
  "text": string
  "state": PlanGoalState
  "note": string | null
}

export type PlanGoalState = "open" | "on-track" | "at-risk" | "met" | "missed"

export type PlanAttainment = {
  "cells": (PlanCell)[]
  "rollUps": (PlanRollUp)[]
  "method": string
}

export type PlanCell = {
  "metric": PlanMetric
  "currency": string | null
  "from": string
  "to": string
  "productGroupId": string | null
  "country": string | null
  "productGroupName": string | null
  "target": number
  "actual": number
  "variance": number
  "share": number | null
  "list": PlanCellList
}

export type PlanCellList = {
  "model": PlanCellListModel
  "where": string
}

export type PlanCellListModel = "lead" | "opportunity" | "campaign"

export type PlanRollUp = {
  "metric": PlanMetric
  "currency": string | null
  "by": PlanRollUpBy
  "key": string
  "name"?: string
  "target": number
  "actual": number
  "variance": number
  "share": number | null
}

export type PlanRollUpBy = "all" | "period" | "product-group" | "country"

export type SequencePage = {
  "items": (Sequence)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Sequence = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "model"?: SequenceModel
  "campaignId"?: string
  "mailboxId"?: string
  "purpose"?: string
  "steps"?: (ShownSequenceStep)[]
  "goal"?: unknown
  "stages"?: (string)[]
  "entered"?: (string)[]
  "version"?: number
  "publishedAt"?: string | null
  "draft"?: boolean
  "paused"?: boolean
  "archived"?: boolean
  "campaignName"?: string | null
  "mailboxName"?: string | null
}

export type SequenceModel = "contact" | "lead"

export type ShownSequenceStep = {
  "do": SequenceStepKind
  "templateId"?: string
  "version"?: number | null
  "subject"?: string
  "dueInDays"?: number
  "assigneeId"?: string | null
  "amount"?: number
  "unit"?: string
  "calendarId"?: string | null
  "where"?: unknown
  "skip"?: number
}

export type SequenceStepKind = "mail" | "task" | "wait" | "check"

export type SequenceMovement = {
  "entered"?: number
  "active": number
  "paused"?: number
  "completed": number
  "left": (SequenceExit)[]
  "places": (SequencePlace)[]
  "moves": (SequenceMove)[]
  "converted": number
}

export type SequenceExit = {
  "reason": EnrolmentExit
  "count": number
}

export type SequencePlace = {
  "version"?: number
  "step": number
  "here": number
  "sent": number
  "leftOut": number
  "responded": number
}

export type SequenceMove = {
  "from": LeadStatus
  "to": LeadStatus
  "count": number
}

export type TrackedSitePage = {
  "items": (TrackedSite)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type TrackedSite = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "sites"?: (string)[]
  "archived"?: boolean
}

export type WebVisitorPage = {
  "items": (WebVisitor)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type WebVisitor = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "siteId"?: string
  "contactId"?: string | null
  "leadId"?: string | null
  "ownerId"?: string | null
  "views"?: number
  "pages"?: (PageSeen)[]
  "lastPath"?: string | null
  "timesThere"?: number
  "lastAt"?: string | null
  "productId"?: string | null
  "campaign"?: string | null
  "siteName"?: string | null
  "contactName"?: string | null
  "leadName"?: string | null
  "productName"?: string | null
}

export type PageSeen = {
  "path": string
  "times": number
  "at": string
}

export type AssetPage = {
  "items": (Asset)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Asset = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "serial"?: string | null
  "accountId"?: string
  "productId"?: string | null
  "parentId"?: string | null
  "orderId"?: string | null
  "site"?: string | null
  "installedOn"?: string | null
  "note"?: string | null
  "warranty"?: null | PromisedWarranty
  "warrantyUntil"?: string | null
  "archived"?: boolean
  "accountName"?: string | null
  "productName"?: string | null
  "parentName"?: string | null
  "orderName"?: string | null
}

export type PromisedWarranty = {
  "warrantyId": string
  "version": number
  "name": string
  "months": number
  "text": string | null
  "startsOn": string
  "endsOn": string
}

export type AssetWarranty = {
  "assetId": string
  "failedOn": string
  "answer": WarrantyAnswer
  "warranty"?: null | PromisedWarranty
}

export type WarrantyAnswer = "covered" | "none" | "before" | "after"

export type BusinessCalendarPage = {
  "items": (BusinessCalendar)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type BusinessCalendar = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "timeZone"?: TimeZone
  "weekly"?: (OpeningHours)[]
  "holidays"?: (string)[]
  "name"?: string
  "version"?: number
  "archived"?: boolean
}

export type OpeningHours = {
  "day": number
  "from": string
  "to"?: string
}

export type ContractPage = {
  "items": (Contract)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Contract = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "name"?: string
  "accountId"?: string
  "ownerId"?: string | null
  "tier"?: string | null
  "slaPolicyId"?: string | null
  "coversAll"?: boolean
  "productIds"?: (string)[]
  "assetIds"?: (string)[]
  "startsOn"?: string
  "endsOn"?: string | null
  "renewMonths"?: number | null
  "noticeDays"?: number | null
  "price"?: null | Money
  "billing"?: null | ContractBilling
  "text"?: string | null
  "status"?: ContractStatus
  "cancelled"?: boolean
  "noticeAt"?: string | null
  "noticeDue"?: boolean
  "endedBy"?: null | ContractEnd
  "accountName"?: string | null
  "ownerName"?: string | null
  "slaPolicyName"?: string | null
}

export type ContractBilling = "month" | "quarter" | "year" | "once"

export type ContractStatus = "draft" | "active" | "ended"

export type ContractEnd = "expired" | "terminated"

export type WarrantyPage = {
  "items": (Warranty)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Warranty = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "months"?: number
  "text"?: string | null
  "version"?: number
  "archived"?: boolean
}

export type ArticlePage = {
  "items": (Article)[]
  "next"?: string | null
  "total"?: number
  "asOf": string | null
}

export type Article = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "type"?: ArticleType
  "title"?: string
  "summary"?: string | null
  "body"?: string | null
  "steps"?: (ArticleStep)[]
  "category"?: string | null
  "productIds"?: (string)[]
  "keywords"?: (string)[]
  "audience"?: ArticleAudience
  "language"?: Language
  "originalId"?: string | null
  "ticketId"?: string | null
  "ownerId"?: string | null
  "status"?: ArticleStatus
  "next"?: null | NextArticleStatus
  "draft"?: null | ArticleContent
  "returned"?: string | null
  "version"?: number
  "publishedAt"?: string | null
  "publishedById"?: string | null
  "submittedById"?: string | null
  "reviewOn"?: string | null
  "reviewDue"?: boolean
  "archived"?: boolean
  "ownerName"?: string | null
  "originalName"?: string | null
  "ticketName"?: string | null
  "publishedByName"?: string | null
}

export type ArticleType = "faq" | "guide" | "troubleshooting" | "how-to" | "solution"

export type ArticleStep = {
  "title": string
  "text": string | null
}

export type ArticleAudience = "internal" | "public"

export type ArticleStatus = "draft" | "review" | "published" | "archived"

export type NextArticleStatus = "draft" | "review"

export type ArticleContent = {
  "type": ArticleType
  "title": string
  "summary": string | null
  "body": string | null
  "steps": (ArticleStep)[]
  "category": string | null
  "productIds": (string)[]
  "keywords": (string)[]
  "audience": ArticleAudience
}

export type ArticleVersions = {
  "items": (ArticleVersion)[]
}

export type ArticleVersion = {
  "version"?: number
  "content"?: ArticleContent
  "submittedById"?: string | null
  "submittedByName"?: string | null
  "publishedById"?: string | null
  "publishedByName"?: string | null
  "publishedAt"?: string
}

export type ArticleSearch = {
  "items": (ArticleHit)[]
}

export type ArticleHit = {
  "id": string
  "title"?: string
  "type"?: ArticleType
  "summary"?: string | null
  "language"?: Language
  "audience"?: ArticleAudience
  "category"?: string | null
  "words": (string)[]
}

export type TicketArticles = {
  "items": (SuggestedArticle)[]
}

export type SuggestedArticle = {
  "id": string
  "title"?: string
  "type"?: ArticleType
  "summary"?: string | null
  "language"?: Language
  "audience"?: ArticleAudience
  "category"?: string | null
  "words": (string)[]
  "sameCategory": boolean
  "sameProduct": boolean
  "sent": number
  "sentHere": boolean
}

export type ArticleUsage = {
  "from": string
  "to": string
  "method": string
  "months": (ArticleUsageMonth)[]
  "articles": (UsedArticle)[]
  "total": ArticleUsageTotal
}

export type ArticleUsageMonth = {
  "month": string
  "helped": number
  "notHelped": number
  "colleaguesHelped": number
  "colleaguesNotHelped": number
  "sent": number
  "deflected"?: number
}

export type UsedArticle = {
  "articleId": string
  "articleName": string | null
  "helped": number
  "notHelped": number
  "colleaguesHelped": number
  "colleaguesNotHelped": number
  "sent": number
  "deflected"?: number
}

export type ArticleUsageTotal = {
  "helped": number
  "notHelped": number
  "colleaguesHelped": number
  "colleaguesNotHelped": number
  "sent": number
  "deflected"?: number
}

export type Coaching = {
  "from": string
  "to": string
  "method": string
  "items": (CoachingAgent)[]
  "all": CoachingTotal
}

export type CoachingAgent = {
  "agentId": string
  "agentName": string | null
  "tickets": number
  "few": boolean
  "reopened": CoachingRate
  "breached": CoachingRate
  "medianHours": number | null
  "satisfaction": Satisfaction
  "dissatisfied": CoachingRate
}

export type CoachingRate = {
  "count": number
  "of": number
  "share": number | null
  "low": number | null
  "high": number | null
  "remarkable": boolean
}

export type Satisfaction = {
  "asked": number
  "answered": number
  "satisfied": number
  "share": number | null
  "low": number | null
  "high": number | null
  "mean": number | null
  "few": boolean
}

export type CoachingTotal = {
  "tickets": number
  "few": boolean
  "reopened": CoachingRate
  "breached": CoachingRate
  "medianHours": number | null
  "satisfaction": Satisfaction
  "dissatisfied": CoachingRate
}

export type SlaPolicyPage = {
  "items": (SlaPolicy)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SlaPolicy = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "calendarId"?: string
  "targets"?: SlaTargets
  "escalateTo"?: null | EscalateTo
  "default"?: boolean
  "version"?: number
  "archived"?: boolean
  "calendarName"?: string | null
}

export type SlaTargets = {
  "low": SlaTarget
  "normal": SlaTarget
  "high": SlaTarget
  "urgent": SlaTarget
}

export type SlaTarget = {
  "responseMinutes": number
  "resolutionMinutes": number
}

export type EscalateTo = {
  "teamId": string | null
  "userId": string | null
}

export type TicketListItemPage = {
  "items": (TicketListItem)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type TicketListItem = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "subject"?: string
  "description"?: string | null
  "requester"?: null | TicketRequester
  "accountId"?: string | null
  "contactId"?: string | null
  "priority"?: Priority
  "category"?: string | null
  "channel"?: string
  "assigneeId"?: string | null
  "teamId"?: string | null
  "status"?: TicketStatus
  "escalation"?: number
  "type"?: null | TicketType
  "severity"?: string | null
  "productId"?: string | null
  "parentId"?: string | null
  "splitFromId"?: string | null
  "rootCause"?: string | null
  "correctionIds"?: (string)[]
  "absorbedById"?: string | null
  "sla"?: null | TicketServiceLevel
  "dueAt"?: string | null
  "breached"?: boolean
  "assetId"?: string | null
  "failure"?: null | TicketFailure
  "contractId"?: string | null
  "entitlement"?: null | TicketEntitlement
  "routedRule"?: string | null
  "formId"?: string | null
  "doubtful"?: boolean
  "unconfirmed"?: boolean
  "resolvedAt"?: string | null
  "closedAt"?: string | null
  "reopenings"?: number
  "surveyedAt"?: string | null
  "ratedAt"?: string | null
  "score"?: number | null
  "scale"?: number | null
  "comment"?: string | null
  "tags"?: (ShownTag)[]
  "custom"?: TicketCustom
  "customNames"?: Record<string, string | null>
  "accountName"?: string | null
  "contactName"?: string | null
  "assigneeName"?: string | null
  "teamName"?: string | null
  "productName"?: string | null
  "assetName"?: string | null
  "contractName"?: string | null
  "parentName"?: string | null
  "splitFromName"?: string | null
}

export type TicketRequester = {
  "name": string
  "email": string | null
}

export type TicketStatus = "new" | "open" | "pending" | "resolved" | "closed"

export type TicketType = "question" | "incident" | "request" | "problem" | "complaint"

export type TicketServiceLevel = {
  "policy": string
  "responseDueAt": string | null
  "respondedAt": string | null
  "resolutionDueAt": string | null
  "resolvedAt": string | null
  "pausedAt": string | null
  "breached": TicketServiceLevelBreached
}

export type TicketServiceLevelBreached = {
  "response": boolean
  "resolution": boolean
}

export type TicketFailure = {
  "failedOn": string
  "warranty": WarrantyAnswer
  "terms": null | TicketFailureTerms
}

export type TicketFailureTerms = {
  "name": string
  "version": number
  "endsOn": string
}

export type TicketEntitlement = {
  "contractId": string
  "number": string
  "tier": string | null
  "covers": TicketEntitlementCovers
}

export type TicketEntitlementCovers = "asset" | "product" | "everything"

export type TicketCustom = Record<string, unknown>

export type Ticket = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "subject"?: string
  "description"?: string | null
  "requester"?: null | TicketRequester
  "accountId"?: string | null
  "contactId"?: string | null
  "priority"?: Priority
  "category"?: string | null
  "channel"?: string
  "assigneeId"?: string | null
  "teamId"?: string | null
  "status"?: TicketStatus
  "escalation"?: number
  "type"?: null | TicketType
  "severity"?: string | null
  "productId"?: string | null
  "parentId"?: string | null
  "splitFromId"?: string | null
  "rootCause"?: string | null
  "correctionIds"?: (string)[]
  "absorbedById"?: string | null
  "sla"?: null | TicketServiceLevel
  "dueAt"?: string | null
  "breached"?: boolean
  "assetId"?: string | null
  "failure"?: null | TicketFailure
  "contractId"?: string | null
  "entitlement"?: null | TicketEntitlement
  "routedRule"?: string | null
  "formId"?: string | null
  "doubtful"?: boolean
  "unconfirmed"?: boolean
  "resolvedAt"?: string | null
  "closedAt"?: string | null
  "reopenings"?: number
  "surveyedAt"?: string | null
  "ratedAt"?: string | null
  "score"?: number | null
  "scale"?: number | null
  "comment"?: string | null
  "tags"?: (ShownTag)[]
  "custom"?: TicketCustom
  "customNames"?: Record<string, string | null>
  "accountName"?: string | null
  "contactName"?: string | null
  "assigneeName"?: string | null
  "teamName"?: string | null
  "productName"?: string | null
  "assetName"?: string | null
  "contractName"?: string | null
  "parentName"?: string | null
  "splitFromName"?: string | null
  "messages": (TicketMessage)[]
  "earlier": string | null
  "links"?: (TicketLink)[]
}

export type TicketMessage = {
  "id": string
  "ticketId"?: string
  "kind": TicketMessageKind
  "author"?: TicketMessageAuthor
  "actorId": string
  "body"?: string
  "at": string
}

export type TicketMessageKind = "reply" | "note"

export type TicketMessageAuthor = "agent" | "requester"

export type TicketLink = {
  "id": string
  "number": string
  "subject": string
  "status": TicketStatus
  "is": TicketLinkIs
  "saidById": string
}

export type TicketLinkIs = "related" | "case" | "sibling" | "split-off" | "merged"

export type TicketMessagePage = {
  "items": (TicketMessage)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type TicketSla = {
  "ticketId"?: string
  "number"?: string
  "at": string
  "policy": TicketSlaPolicy
  "chosenBy": null | PolicySource
  "entitlement"?: null | TicketEntitlement
  "calendar": TicketSlaCalendar
  "clocks"?: (TicketSlaClock)[]
}

export type TicketSlaPolicy = {
  "id": string
  "name"?: string
  "version": number
}

export type PolicySource = "request" | "contract" | "account" | "default"

export type TicketSlaCalendar = {
  "timeZone": TimeZone
  "weekly": (OpeningHours)[]
  "holidays": (string)[]
  "id": string
  "name"?: string
  "version": number
}

export type TicketSlaClock = {
  "clock": TicketSlaClockClock
  "state": TicketSlaClockState
  "targetMinutes": number
  "spentMinutes": number
  "leftMinutes": number
  "dueAt": string | null
  "missedAt": string | null
  "breached": boolean
  "stretches": (TicketSlaClockStretch)[]
}

export type TicketSlaClockClock = "response" | "resolution"

export type TicketSlaClockState = "running" | "pending" | "stopped"

export type TicketSlaClockStretch = {
  "from": string
  "to": string
  "kind": TicketSlaClockStretchKind
  "minutes": number
  "counted": boolean
}

export type TicketSlaClockStretchKind = "open" | "closed" | "holiday" | "pending" | "stopped"

export type SlaAttainment = {
  "from": string
  "to"?: string
  "by": AttainedBy
  "method": string
  "groups": (AttainmentGroup)[]
  "total": AttainmentTotal
}

export type AttainedBy = "month" | "agent" | "account" | "contract"

export type AttainmentGroup = {
  "key": string | null
  "name"?: string | null
  "response": PromisesKept
  "resolution"?: PromisesKept
}

export type PromisesKept = {
  "met": number
  "missed": number
  "rate": number | null
}

export type AttainmentTotal = {
  "response": PromisesKept
  "resolution"?: PromisesKept
}

export type SlaAttainmentTickets = {
  "from": string
  "to"?: string
  "count": number
  "tickets": (AttainmentTicket)[]
}

export type AttainmentTicket = {
  "id": string
  "number"?: string
  "subject"?: string
  "clock"?: SlaClockName
  "met": boolean
  "at": string
  "agentId": string | null
  "agentName": string | null
}

export type SlaClockName = "response" | "resolution"

export type TicketAssignment = {
  "ticketId"?: string
  "assigneeId"?: string | null
  "ruleSetId": string
  "ruleVersion": number | null
  "decision"?: null | AssignmentDecision
  "decidedAt": string | null
  "rules": (AssignmentRule)[]
  "would": null | WouldBeAssigned
}

export type ComplaintCauses = {
  "from": string
  "to"?: string
  "items": (ComplaintCause)[]
  "products": (ComplainedProduct)[]
  "total": number
}

export type ComplaintCause = {
  "rootCause"?: string | null
  "complaints": number
  "share": number
  "cumulative": number
}

export type ComplainedProduct = {
  "productId"?: string
  "productName"?: string | null
  "complaints": number
}

export type ComplaintCorrections = {
  "method": string
  "items": (ComplaintCorrection)[]
}

export type ComplaintCorrection = {
  "activityId"?: string
  "subject"?: string | null
  "status"?: ComplaintCorrectionStatus
  "rootCause"?: string | null
  "productId"?: string | null
  "productName"?: string | null
  "ticketId"?: string
  "number"?: string
  "doneAt": string | null
  "days": number | null
  "before": number | null
  "after": number | null
  "chance": number | null
}

export type ComplaintCorrectionStatus = "open" | "done" | "cancelled"

export type TicketTrend = {
  "from": string
  "to"?: string
  "each": TicketTrendEach
  "method": string
  "groups": (TicketTrendGroup)[]
}

export type TicketTrendEach = "day" | "week"

export type TicketTrendGroup = {
  "key": string
  "name"?: string
  "total": number
  "spikes": number
  "counts": (TicketCount)[]
}

export type TicketCount = {
  "from": string
  "tickets": number
  "expected": number | null
  "chance": number | null
  "spike": boolean
}

export type TicketSatisfaction = {
  "from": string
  "to"?: string
  "by": SatisfactionBy
  "method": string
  "groups": (SatisfactionGroup)[]
  "total": Satisfaction
}

export type SatisfactionBy = "agent" | "product" | "month"

export type SatisfactionGroup = {
  "key": string | null
  "name"?: string | null
  "asked": number
  "answered": number
  "satisfied": number
  "share": number | null
  "low": number | null
  "high": number | null
  "mean": number | null
  "few": boolean
}

export type TicketSatisfactionTickets = {
  "from": string
  "to"?: string
  "count": number
  "tickets": (RatedTicket)[]
}

export type RatedTicket = {
  "id": string
  "number"?: string
  "subject"?: string
  "score"?: number
  "scale"?: number
  "comment"?: string | null
  "ratedAt"?: string
  "agentId": string | null
  "agentName": string | null
}

export type AppointmentPage = {
  "items": (Appointment)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Appointment = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "title"?: string
  "note"?: string | null
  "resourceId"?: string
  "serviceId"?: string | null
  "serviceOrderId"?: string | null
  "startsAt"?: string
  "endsAt"?: string
  "cancelled"?: boolean
  "choice"?: null | ResourceChoice
  "resourceName"?: string | null
  "serviceName"?: string | null
  "serviceOrderName"?: string | null
}

export type ResourceChoice = {
  "groupId": string
  "candidates": (ResourceCandidate)[]
}

export type ResourceCandidate = {
  "resourceId": string
  "minutes": number
  "passed": null | WhyPassedOver
}

export type WhyPassedOver = "taken" | "closed" | "unskilled" | "archived"

export type AppointmentSlots = {
  "minutes": number
  "method": string
  "items": (AppointmentSlot)[]
  "unfit": (UnfitResource)[]
}

export type AppointmentSlot = {
  "resourceId"?: string
  "resourceName"?: string
  "startsAt"?: string
  "endsAt"?: string
  "minutes": number
  "skills": (string)[]
}

export type UnfitResource = {
  "resourceId"?: string
  "resourceName"?: string
  "lacks": (string)[]
}

export type ResourceUse = {
  "from": string
  "to": string
  "method": string
  "items": (BookedResource)[]
}

export type BookedResource = {
  "resourceId"?: string
  "resourceName"?: string
  "kind": BookedResourceKind
  "appointments": number
  "open": number
  "booked": number
  "outside": number
  "share": number | null
}

export type BookedResourceKind = "person" | "equipment" | "facility"

export type MaintenancePlanPage = {
  "items": (MaintenancePlan)[]
  "next"?: string | null
  "total"?: number
  "asOf": string | null
}

export type MaintenancePlan = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "accountId"?: string
  "serviceId"?: string
  "assetId"?: string | null
  "contractId"?: string | null
  "ownerId"?: string | null
  "rhythm"?: MaintenanceRhythm
  "startsOn"?: string
  "endsOn"?: string | null
  "aheadDays"?: number
  "tasks"?: (string)[]
  "nextDueOn"?: string | null
  "nextMadeAt"?: string | null
  "lastDueOn"?: string | null
  "archived"?: boolean
  "accountName"?: string | null
  "serviceName"?: string | null
  "assetName"?: string | null
  "contractName"?: string | null
  "ownerName"?: string | null
}

export type MaintenanceRhythm = {
  "every": number
  "unit": MaintenanceUnit
}

export type MaintenanceUnit = "week" | "month"

export type ResourcePage = {
  "items": (Resource)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Resource = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "kind"?: ResourceKind
  "userId"?: string | null
  "skills"?: (string)[]
  "calendarId"?: string
  "capacity"?: number
  "site"?: string | null
  "archived"?: boolean
  "userName"?: string | null
  "calendarName"?: string | null
}

export type ResourceKind = "person" | "equipment" | "facility"

export type ResourceGroupPage = {
  "items": (ResourceGroup)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type ResourceGroup = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "resourceIds"?: (string)[]
  "archived"?: boolean
}

export type ServicePage = {
  "items": (Service)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Service = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "description"?: string | null
  "price"?: null | Money
  "priceFor"?: ServicePriceFor
  "minutes"?: number
  "slaPolicyId"?: string | null
  "skills"?: (string)[]
  "calendarId"?: string | null
  "available"?: boolean
  "archived"?: boolean
  "slaPolicyName"?: string | null
  "calendarName"?: string | null
}

export type ServicePriceFor = "visit" | "hour"

export type ServiceOrderPage = {
  "items": (ServiceOrder)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type ServiceOrder = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "number"?: string
  "title"?: string
  "description"?: string | null
  "site"?: string | null
  "accountId"?: string
  "contactId"?: string | null
  "ticketId"?: string | null
  "planId"?: string | null
  "assetId"?: string | null
  "contractId"?: string | null
  "ownerId"?: string | null
  "serviceId"?: string | null
  "service"?: null | OrderedService
  "failure"?: null | TicketFailure
  "dueOn"?: string | null
  "status"?: ServiceOrderStatus
  "tasks"?: (ServiceTask)[]
  "parts"?: (UsedPart)[]
  "times"?: (ServiceLabour)[]
  "signature"?: null | ServiceSignature
  "startedAt"?: string | null
  "doneOn"?: string | null
  "summary"?: string | null
  "billsVisit"?: boolean
  "billed"?: boolean
  "currency"?: Currency
  "cost"?: null | Money
  "billable"?: null | Money
  "accountName"?: string | null
  "contactName"?: string | null
  "ticketName"?: string | null
  "planName"?: string | null
  "assetName"?: string | null
  "contractName"?: string | null
  "ownerName"?: string | null
  "serviceName"?: string | null
}

export type OrderedService = {
  "id": string
  "name": string
  "price": null | Money
  "priceFor": ServicePriceFor
  "minutes": number
}

export type ServiceOrderStatus = "planned" | "dispatched" | "under-way" | "done" | "cancelled"

export type ServiceTask = {
  "id": string
  "text": string
  "done": boolean
}

export type UsedPart = {
  "id": string
  "productId": string | null
  "description": string
  "quantity": number
  "unitPrice": null | HeldPrice
  "billable": boolean
}

export type ServiceLabour = {
  "id": string
  "userId": string | null
  "text": string | null
  "startedAt": string
  "endedAt": string
  "rate": null | Money
  "billable": boolean
}

export type ServiceSignature = {
  "name": string
  "fileId": string | null
  "on": string
}

export type ActivityPage = {
  "items": (Activity)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type OwnActivities = {
  "overdue": number
  "today": number
  "nextDueAt": string | null
}

export type Availability = {
  "zone": TimeZone
  "minutes": number
  "method": string
  "items": (FreeSlot)[]
  "people": (PersonPlan)[]
}

export type FreeSlot = {
  "startsAt"?: string
  "endsAt"?: string
  "local": string
  "userIds"?: (string)[]
}

export type PersonPlan = {
  "userId": string
  "userName": string
  "timeZone": TimeZone
  "busy": (BusyTime)[]
}

export type BusyTime = {
  "startsAt"?: string
  "endsAt"?: string
}

export type CallStatistics = {
  "calls": number
  "reached": number
  "averageSeconds": number | null
  "timed": number
  "inbound": number
  "outbound": number
  "agents": (CallsOfAgent)[]
  "hours": (CallsInHour)[]
  "outcomes": (CallsByOutcome)[]
  "method": string
}

export type CallsOfAgent = {
  "assigneeId"?: string | null
  "assigneeName"?: string | null
  "calls": number
  "reached": number
  "averageSeconds": number | null
}

export type CallsInHour = {
  "hour": number
  "calls": number
  "reached": number
  "averageSeconds": number | null
}

export type CallsByOutcome = {
  "outcome"?: null | CallOutcome
  "direction"?: null | CallDirection
  "calls": number
  "reached": number
  "averageSeconds": number | null
}

export type FileRecordPage = {
  "items": (FileRecord)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type FileRecord = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "model"?: FiledModel
  "recordId"?: string
  "type"?: string
  "bytes"?: number
  "version"?: number
  "versions"?: (FileVersion)[]
  "preview": boolean
  "addedById"?: string | null
  "at"?: string
  "removed"?: boolean
  "forCustomer"?: boolean
  "addedByName"?: string | null
}

export type FiledModel = "account" | "contact" | "lead" | "opportunity" | "ticket" | "quote" | "activity" | "article" | "contract" | "asset" | "serviceOrder" | "phoneCall"

export type FileVersion = {
  "version": number
  "name": string
  "type": string
  "bytes": number
  "hash": string | null
  "addedById": string | null
  "at": string
}

export type MailboxRecordPage = {
  "items": (MailboxRecord)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type MailboxRecord = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "address"?: string
  "ownerId"?: string | null
  "teamId"?: string | null
  "imap"?: null | MailServer
  "smtp"?: null | MailServer
  "login"?: string
  "tickets"?: boolean
  "checkedBy"?: string | null
  "signature"?: string | null
  "hasPassword"?: boolean
  "archived"?: boolean
  "ownerName"?: string | null
  "teamName"?: string | null
}

export type MailServer = {
  "host": (unknown) & (unknown)
  "port": number
  "tls": MailServerTls
}

export type MailServerTls = "implicit" | "starttls" | "none"

export type ConversationPage = {
  "items": (Conversation)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Conversation = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "channel"?: ConversationChannel
  "mailboxId"?: string | null
  "numberId"?: string | null
  "number"?: string | null
  "optedOut"?: boolean
  "socialAccountId"?: string | null
  "handle"?: string | null
  "direct"?: boolean
  "widgetId"?: string | null
  "ownerId"?: string | null
  "teamId"?: string | null
  "subject"?: string | null
  "tickets"?: boolean
  "status"?: ConversationStatus
  "snoozedUntil"?: string | null
  "assigneeId"?: string | null
  "records"?: (ConversationRecord)[]
  "filed"?: boolean
  "heldIds"?: (string)[]
  "messages"?: number
  "from"?: null | Mailbox
  "lastAt"?: string
  "lastDirection"?: null | ConversationLastDirection
  "lastAutomatic"?: null | AutomaticMail
  "visitor"?: null | ChatVisitor
  "page"?: string | null
  "bot"?: boolean
  "mailboxName"?: string | null
  "numberName"?: string | null
  "socialAccountName"?: string | null
  "widgetName"?: string | null
  "assigneeName"?: string | null
}

export type ConversationChannel = "email" | "sms" | "chat" | "social"

export type ConversationStatus = "open" | "closed"

export type ConversationRecord = {
  "model": ConversationRecordModel
  "id": string
}

export type ConversationRecordModel = "account" | "contact" | "lead" | "opportunity" | "ticket"

export type ConversationLastDirection = "inbound" | "outbound"

export type AutomaticMail = "bounce" | "auto-reply" | "list"

export type ChatVisitor = {
  "name": string | null
  "email": string | null
  "phone": string | null
  "company": string | null
}

export type ConversationMessages = {
  "items": (ConversationMessage)[]
  "records"?: (FiledRecord)[]
}

export type ConversationMessage = {
  "id": string
  "is": ConversationMail
  "at"?: string
  "from"?: null | Mailbox
  "to": (Mailbox)[]
  "cc": (Mailbox)[]
  "subject"?: string | null
  "text"?: string | null
  "whole": string | null
  "automatic"?: null | AutomaticMail
  "authenticity"?: null | Authenticity
  "held"?: boolean
  "repeats"?: boolean
  "parts": number | null
  "pricePerPart": null | UnitPrice
  "social"?: null | ConversationMessageSocial
  "reason": string | null
}

export type ConversationMail = "came" | "sent" | "waiting" | "sending" | "refused" | "doubtful" | "bounced" | "taken-back" | "delivered" | "undelivered" | "draft"

export type Authenticity = {
  "result": AuthenticityResult
  "by": AuthenticityCheck
}

export type AuthenticityResult = "pass" | "fail" | "none"

export type AuthenticityCheck = "server" | "dmarc"

export type ConversationMessageSocial = {
  "url": string | null
  "handle": string | null
  "name": string | null
  "visibility": SocialVisibility
  "mood": null | Mood
}

export type SocialVisibility = "public" | "unlisted" | "private" | "direct"

export type Mood = "positive" | "neutral" | "negative"

export type FiledRecord = {
  "model": ConversationRecordModel
  "id": string
  "name": string | null
}

export type ChatMessages = {
  "items": (ChatMessage)[]
}

export type ChatMessage = {
  "id": string
  "number"?: number
  "author"?: ChatAuthor
  "actorId": string
  "text"?: string
  "articles"?: (ChatArticle)[]
  "at"?: string
}

export type ChatAuthor = "visitor" | "agent" | "bot"

export type ChatArticle = {
  "id": string
  "version": number
  "title": string
}

export type ConversationsOfRecord = {
  "items": (ConversationOfRecord)[]
}

export type ConversationOfRecord = {
  "id": string
  "channel"?: ConversationChannel
  "subject"?: string | null
  "status"?: ConversationOfRecordStatus
  "tickets"?: boolean
  "lastAt"?: string
}

export type ConversationOfRecordStatus = "open" | "closed"

export type WaitingConversations = {
  "mine": number
  "unassigned": number
  "triage": number
}

export type OutgoingMailPage = {
  "items": (OutgoingMail)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type OutgoingMail = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "mailboxId"?: string
  "conversationId"?: string | null
  "recipientId"?: string | null
  "template"?: null | TemplateUse
  "ticketId"?: string | null
  "activityId"?: string | null
  "to"?: (Mailbox)[]
  "cc"?: (Mailbox)[]
  "subject"?: string
  "body"?: string
  "sendAt"?: string
  "status"?: OutgoingMailStatus
  "attempts"?: number
  "reason"?: string | null
  "checked"?: (OutgoingMailCheckedItem)[]
  "orderedById"?: string | null
  "mailboxName"?: string | null
  "conversationName"?: string | null
}

export type TemplateUse = {
  "id": string
  "version": number
}

export type OutgoingMailStatus = "waiting" | "sending" | "sent" | "refused" | "doubtful" | "bounced" | "taken-back"

export type OutgoingMailCheckedItem = {
  "contactId": string
  "use": OutgoingMailCheckedItemUse
}

export type OutgoingMailCheckedItemUse = "free" | "not-preferred"

export type SmsNumberPage = {
  "items": (SmsNumber)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SmsNumber = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "number"?: string
  "country"?: string
  "ownerId"?: string | null
  "teamId"?: string | null
  "gateway"?: null | SmsGateway
  "pricePerPart"?: null | UnitPrice
  "hasPassword"?: boolean
  "archived"?: boolean
  "ownerName"?: string | null
  "teamName"?: string | null
}

export type SmsGateway = SmppGateway | KannelGateway

export type SmppGateway = {
  "is": "smpp"
  "host": string
  "port": number
  "tls": boolean
  "login": string
  "systemType": string | null
}

export type KannelGateway = {
  "is": "kannel"
  "url": string
  "login": string
}

export type OutgoingSmsPage = {
  "items": (OutgoingSms)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type OutgoingSms = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "numberId"?: string
  "conversationId"?: string | null
  "recipientId"?: string | null
  "template"?: null | TemplateUse
  "contactId"?: string | null
  "to"?: string | null
  "body"?: string
  "alphabet"?: SmsAlphabet
  "parts"?: number
  "pricePerPart"?: null | UnitPrice
  "sendAt"?: string
  "sentAt"?: string | null
  "status"?: OutgoingSmsStatus
  "attempts"?: number
  "reason"?: string | null
  "orderedById"?: string | null
  "numberName"?: string | null
  "conversationName"?: string | null
  "contactName"?: string | null
}

export type OutgoingSmsStatus = "waiting" | "sending" | "sent" | "delivered" | "undelivered" | "refused" | "doubtful" | "taken-back"

export type SocialAccountPage = {
  "items": (SocialAccount)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SocialAccount = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "server"?: string
  "ownerId"?: string | null
  "teamId"?: string | null
  "handle"?: string | null
  "url"?: string | null
  "hasPassword"?: boolean
  "archived"?: boolean
  "ownerName"?: string | null
  "teamName"?: string | null
}

export type SocialMonitorPage = {
  "items": (SocialMonitor)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SocialMonitor = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "socialAccountId"?: string
  "is"?: SocialMonitored
  "term"?: string
  "archived"?: boolean
  "socialAccountName"?: string | null
}

export type SocialMonitored = "hashtag" | "keyword"

export type SocialMessagePage = {
  "items": (SocialMessage)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SocialMessage = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "socialAccountId"?: string
  "monitorId"?: string | null
  "visibility"?: SocialVisibility
  "handle"?: string
  "authorName"?: string | null
  "text"?: string | null
  "url"?: string | null
  "language"?: string | null
  "postedAt"?: string
  "score"?: number
  "positive"?: (string)[]
  "negative"?: (string)[]
  "mood"?: Mood
  "corrected"?: boolean
  "conversationId"?: string | null
  "status"?: SocialMessageStatus
  "socialAccountName"?: string | null
  "monitorName"?: string | null
  "conversationName"?: string | null
}

export type SocialMessageStatus = "waiting" | "in-inbox" | "set-aside"

export type SocialSentiment = {
  "from": string
  "to": string
  "weeks": (SocialSentimentWeek)[]
}

export type SocialSentimentWeek = {
  "week": string
  "positive"?: number
  "neutral": number
  "negative"?: number
  "corrected"?: number
  "score"?: number
}

export type SocialPostPage = {
  "items": (SocialPost)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SocialPost = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "socialAccountId"?: string
  "campaignId"?: string | null
  "conversationId"?: string | null
  "to"?: string | null
  "text"?: string
  "visibility"?: SocialVisibility
  "status"?: SocialPostStatus
  "publishAt"?: string | null
  "postedAt"?: string | null
  "url"?: string | null
  "reason"?: string | null
  "attempts"?: number
  "favourites"?: number
  "reblogs"?: number
  "replies"?: number
  "reactions"?: number
  "followers"?: number | null
  "engagementRate": number | null
  "countedAt"?: string | null
  "writtenById"?: string | null
  "socialAccountName"?: string | null
  "campaignName"?: string | null
  "conversationName"?: string | null
}

export type SocialPostStatus = "draft" | "scheduled" | "sending" | "posted" | "refused" | "doubtful" | "discarded"

export type SocialPostResults = {
  "items": (SocialPostCount)[]
}

export type SocialPostCount = {
  "at": string
  "favourites"?: number
  "reblogs"?: number
  "replies"?: number
  "reactions"?: number
  "followers"?: number
  "engagementRate": number | null
}

export type SocialTimes = {
  "posts": number
  "enough": boolean
  "timeZone": string
  "hours": number
  "method": string
  "best": string | null
  "times": (SocialTime)[]
  "weeks": (SocialWeek)[]
}

export type SocialTime = {
  "weekday": number
  "hour": number
  "posts": number
  "reactions"?: number
  "expected": number
}

export type SocialWeek = {
  "week": string
  "posts": number
  "reactions"?: number
  "engagementRate": number | null
}

export type PhoneLinePage = {
  "items": (PhoneLine)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type PhoneLine = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "server"?: string
  "domain"?: string
  "login"?: string
  "country"?: string
  "userId"?: string | null
  "hasPassword"?: boolean
  "archived"?: boolean
  "userName"?: string | null
}

export type PhoneCallPage = {
  "items": (PhoneCall)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type PhoneCall = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "lineId"?: string
  "userId"?: string | null
  "direction"?: CallDirection
  "number"?: string
  "name"?: string | null
  "records"?: (ConversationRecord)[]
  "startedAt"?: string
  "answeredAt"?: string | null
  "end"?: null | PhoneCallEnd
  "durationSeconds"?: number | null
  "note"?: string | null
  "consentedAt"?: string | null
  "activityId"?: string | null
  "lineName"?: string | null
  "userName"?: string | null
  "activityName"?: string | null
}

export type PhoneCallEnd = "hung-up" | "transferred" | "missed" | "declined" | "no-answer" | "busy" | "failed" | "lost"

export type LetterPage = {
  "items": (Letter)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Letter = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "form"?: LetterForm
  "contactId"?: string
  "ownerId"?: string | null
  "recipientId"?: string | null
  "mailingId"?: string | null
  "template"?: null | TemplateUse
  "address"?: (string)[]
  "subject"?: string
  "body"?: string
  "status"?: LetterStatus
  "writtenAt"?: string
  "postedAt"?: string | null
  "returnedAt"?: string | null
  "reason"?: string | null
  "contactName"?: string | null
  "ownerName"?: string | null
  "mailingName"?: string | null
}

export type LetterStatus = "written" | "posted" | "returned"

export type BookingPagePage = {
  "items": (BookingPage)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type BookingPage = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "formId"?: string
  "hostIds"?: (string)[]
  "subject"?: string
  "location"?: string | null
  "minutes"?: number
  "before"?: number
  "after"?: number
  "noticeHours"?: number
  "daysAhead"?: number
  "mostPerDay"?: number
  "bookings"?: number
  "archived"?: boolean
  "formName"?: string | null
}

export type ChatWidgetPage = {
  "items": (ChatWidget)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type ChatWidget = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "title"?: string
  "greeting"?: string
  "language"?: ChatLanguage
  "sites"?: (string)[]
  "teamId"?: string | null
  "bot"?: boolean
  "asks"?: (ChatQuestion)[]
  "makes"?: ChatMakes
  "source"?: string
  "category"?: string | null
  "archived"?: boolean
  "teamName"?: string | null
}

export type ChatLanguage = "en" | "de" | "fr" | "es"

export type ChatQuestion = {
  "field": VisitorField
  "question": string
}

export type VisitorField = "name" | "email" | "phone" | "company"

export type ChatMakes = "lead" | "ticket" | "nothing"

export type RolePage = {
  "items": (Role)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Role = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "builtIn"?: string | null
  "may"?: (string)[]
  "seesAll"?: (string)[]
  "seesMembers"?: boolean
  "queues"?: (string)[]
  "hidden"?: Record<string, (string)[]>
  "readOnly"?: Record<string, (string)[]>
  "archived"?: boolean
}

export type Sessions = {
  "items": (SessionsItem)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SessionsItem = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "userId"?: string
  "begunAt"?: string
  "endedAt"?: string | null
  "cause"?: string | null
  "ip"?: string | null
  "userAgent"?: string | null
  "factors"?: (string)[]
}

export type TeamPage = {
  "items": (Team)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Team = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "region"?: string | null
  "managerId"?: string | null
  "parentId"?: string | null
  "archived"?: boolean
  "managerName"?: string | null
  "parentName"?: string | null
}

export type UserPage = {
  "items": (User)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type User = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "email"?: Email
  "role"?: string
  "teamId"?: string | null
  "timeZone"?: TimeZone
  "skills"?: (string)[]
  "active"?: boolean
  "removed"?: boolean
  "teamName"?: string | null
}

export type SharePage = {
  "items": (Share)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Share = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "model"?: string
  "recordId"?: string
  "grantee"?: ShareGrantee
  "granteeId"?: string
  "level"?: ShareLevel
  "reason"?: string
  "expiresAt"?: string | null
  "grantedBy"?: string
  "revokedAt"?: string | null
}

export type ShareGrantee = "user" | "team"

export type ShareLevel = "read" | "write"

export type TrainingPage = {
  "items": (Training)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Training = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "title"?: string
  "text"?: string
  "dueOn"?: string
  "userIds"?: (string)[]
  "open"?: number
  "withdrawn"?: boolean
}

export type PipelineBoard = {
  "pipeline": PipelineBoardPipeline
  "stages": (PipelineBoardStage)[]
}

export type PipelineBoardPipeline = {
  "id": string
  "name"?: string
  "currency"?: Currency
}

export type PipelineBoardStage = {
  "id": string
  "name"?: string
  "kind": StageKind
  "probability"?: number | null
  "count": number
  "amounts": (PipelineBoardStageAmount)[]
  "cards": (PipelineCard)[]
}

export type PipelineBoardStageAmount = {
  "amount"?: number | null
  "currency"?: Currency
  "weighted": number | null
}

export type PipelineCard = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "accountId"?: string | null
  "contactId"?: string | null
  "productId"?: string | null
  "leadId"?: string | null
  "ownerId"?: string
  "pipelineId"?: string
  "stageId"?: string
  "stageName"?: string
  "stageSince"?: string
  "stagesVisited"?: (string)[]
  "probability"?: number
  "probabilityOverridden"?: boolean
  "amount"?: null | Money
  "lines"?: (PricedLine)[]
  "lineCount"?: number
  "players"?: (KeyPlayer)[]
  "playerIds"?: (string)[]
  "budget"?: null | Money
  "costs"?: null | Money
  "channel"?: string | null
  "partnerId"?: string | null
  "nextStep"?: string | null
  "nextStepOn"?: string | null
  "dates"?: (NamedDate)[]
  "slips"?: number
  "closeDate"?: string | null
  "status"?: OpportunityStatus
  "lostReason"?: string | null
  "wonReason"?: string | null
  "lostToId"?: string | null
  "competitorIds"?: (string)[]
  "closedAt"?: string | null
  "proposal"?: null | Proposal
  "accountName"?: string | null
  "ownerName"?: string | null
}

export type PipelineSummary = {
  "open": PipelineTotal
  "won": PipelineTotal
  "lost": PipelineTotal
}

export type PipelineTotal = {
  "count": number
  "amounts": (Sum)[]
}

export type PipelineHealth = {
  "today": string
  "from": string
  "to": string
  "method": string
  "open": number
  "coverage": (Coverage)[]
  "ageing": (PipelineHealthAgeingItem)[]
  "signs": (PipelineHealthSign)[]
  "dates"?: (PipelineHealthDate)[]
}

export type Coverage = {
  "currency"?: Currency
  "open": number | null
  "won": number | null
  "before": number | null
  "quota": number | null
  "against": CoverageAgainst
  "ratio": number | null
}

export type CoverageAgainst = "quota" | "quarter-before"

export type PipelineHealthAgeingItem = {
  "age": PipelineHealthAgeingItemAge
  "count": number
}

export type PipelineHealthAgeingItemAge = "under 15 days" | "15 to 30 days" | "31 to 60 days" | "over 60 days"

export type PipelineHealthSign = {
  "sign": PipelineHealthSignSign
  "count": number
}

export type PipelineHealthSignSign = "overdue" | "slipped" | "no-close-date" | "no-amount" | "no-next-step" | "next-step-passed"

export type PipelineHealthDate = {
  "opportunityId": string
  "opportunityName": string
  "name": string
  "on": string
}

export type StageTimes = {
  "pipelineId"?: string
  "from": string
  "to": string
  "threshold": number
  "stages": (StageTime)[]
}

export type StageTime = {
  "id": string
  "name"?: string
  "entered": number
  "onward": number
  "won": number
  "lost": number
  "here": number
  "medianDays": number | null
  "lossRate": number | null
  "slow": boolean
}

export type WorkNext = {
  "method": string
  "deals": (WorkNextDeal)[]
}

export type WorkNextDeal = {
  "opportunityId": string
  "name"?: string
  "accountId"?: string | null
  "accountName"?: string | null
  "ownerId"?: string
  "ownerName"?: string | null
  "stageName"?: string
  "amount"?: null | Money
  "closeDate"?: string | null
  "nextStep"?: string | null
  "score": number
  "factors": WorkNextDealFactors
  "reasons": (string)[]
}

export type WorkNextDealFactors = {
  "value": number
  "probability"?: number
  "urgency": number
}

export type PipelineDiff = {
  "from": string
  "to": string
  "walks": (PipelineDiffWalk)[]
}

export type PipelineDiffWalk = {
  "currency"?: Currency
  "start": PipelineDiffWalkStart
  "steps": (PipelineDiffWalkStep)[]
  "end": PipelineDiffWalkEnd
  "residual": Sum
  "slipped": PipelineDiffWalkSlipped
}

export type PipelineDiffWalkStart = {
  "count": number
  "amount"?: Sum
}

export type PipelineDiffWalkStep = {
  "kind": PipelineDiffWalkStepKind
  "count": number
  "amount"?: Sum
}

export type PipelineDiffWalkStepKind = "new" | "reopened" | "increased" | "decreased" | "won" | "lost" | "gone"

export type PipelineDiffWalkEnd = {
  "count": number
  "amount"?: Sum
}

export type PipelineDiffWalkSlipped = {
  "count": number
  "amount"?: Sum
}

export type SalesVelocity = {
  "from": string
  "to": string
  "method": string
  "velocities": (Velocity)[]
}

export type Velocity = {
  "currency"?: Currency
  "open": number
  "won": number
  "lost": number
  "rate": number | null
  "average": number | null
  "cycleDays": number | null
  "perDay": number | null
}

export type DealSizes = {
  "from": string
  "to": string
  "by": string
  "sizes": (DealSize)[]
}

export type DealSize = {
  "key": string
  "name"?: string
  "currency"?: Currency
  "count": number
  "average": number | null
  "median": number | null
}

export type WinRates = {
  "from": string
  "to": string
  "by": string
  "method": string
  "groups": (WinRate)[]
  "total": WinRateTotal
}

export type WinRate = {
  "key": string
  "name"?: string
  "won": number
  "lost": number
  "rate": number | null
}

export type WinRateTotal = {
  "won": number
  "lost": number
  "rate": number | null
}

export type DealPaths = {
  "from": string
  "to": string
  "records": number
  "reworked": number
  "paths": (ProcessPath)[]
  "others": number
  "hops": (ProcessHop)[]
  "flows": (ProcessFlow)[]
  "walked": (WalkedRecord)[] | null
}

export type ProcessPath = {
  "places": (string)[]
  "count": number
  "share": number
  "rework": boolean
  "medianDays": number | null
}

export type ProcessHop = {
  "from": string
  "to"?: string
  "count": number
  "back": number
  "medianDays": number
}

export type ProcessFlow = {
  "step"?: number
  "from": string
  "to"?: string
  "count": number
}

export type WalkedRecord = {
  "id": string
  "name"?: string | null
}

export type LeadPaths = {
  "from": string
  "to": string
  "records": number
  "reworked": number
  "paths": (ProcessPath)[]
  "others": number
  "hops": (ProcessHop)[]
  "flows": (ProcessFlow)[]
  "walked": (WalkedRecord)[] | null
}

export type TicketPaths = {
  "from": string
  "to"?: string
  "records": number
  "reworked": number
  "paths": (ProcessPath)[]
  "others": number
  "hops": (ProcessHop)[]
  "flows": (ProcessFlow)[]
  "walked": (WalkedRecord)[] | null
}

export type Forecast = {
  "from": string
  "to": string
  "groupBy": string
  "method": string
  "groups": (ForecastGroup)[]
  "totals": (ForecastTotal)[]
  "restated": null | ForecastRestated
}

export type ForecastGroup = {
  "key": string
  "name": string
  "totals": (ForecastTotal)[]
}

export type ForecastTotal = {
  "currency": Currency
  "count": number
  "won": number | null
  "committed": number | null
  "weighted": number | null
  "bestCase": number | null
}

export type ForecastRestated = {
  "currency": Currency
  "count": number
  "won": number | null
  "committed": number | null
  "weighted": number | null
  "bestCase": number | null
  "rates": RestatedIn
}

export type ForecastMethods = {
  "from": string
  "to": string
  "currency": Currency
  "seed": number
  "wonSoFar": number
  "estimates": (ForecastEstimate)[]
  "counted": ForecastCounted
  "stages": (LearnedStage)[]
}

export type ForecastEstimate = {
  "method": ForecastMethod
  "sentence": string
  "expected": number
  "bands": (ForecastBand)[]
}

export type ForecastMethod = "conversion-by-owner" | "conversion" | "smoothed-bookings" | "stage-defaults" | "last-period" | "combined"

export type ForecastBand = {
  "share": number
  "low": number
  "high": number
}

export type ForecastCounted = {
  "open": number
  "withoutCloseDate": number
  "withoutAmount": number
  "withoutRate": number
}

export type LearnedStage = {
  "stageId": string
  "name": string
  "stays": number
  "entered": number
  "onward": number
  "won": number
  "lost": number
  "medianDays": number | null
}

export type ForecastWhatIf = {
  "currency": Currency
  "method": string
  "forecasts": (ForecastReplayed)[]
  "off": ForecastWhatIfOff
  "stages": (WhatIfStage)[]
}

export type ForecastReplayed = {
  "on": string
  "from": string
  "to": string
  "said": number
  "other": number
  "actual": number | null
}

export type ForecastWhatIfOff = {
  "said": number
  "other": number
}

export type WhatIfStage = {
  "id": string
  "name": string
  "pipelineId": string
  "pipelineName": string
  "probability": number
  "won": number
  "lost": number
}

export type BackTestPage = {
  "items": (BackTest)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type BackTest = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "from"?: string
  "to"?: string
  "cadence"?: BackTestCadence
  "span"?: ForecastSpan
  "methods"?: (ForecastMethod)[]
  "basis"?: BackTestBasis
  "seed"?: number
  "askerId"?: string
  "upTo"?: Position
  "until"?: string
  "zone"?: TimeZone
  "fiscalYearStart"?: number
  "currency"?: Currency
  "deals"?: number
  "forecasts"?: (BackTestForecast)[]
  "errors"?: (BackTestErrors)[]
  "horizons"?: (BackTestHorizon)[]
  "owners"?: (BackTestOwner)[]
  "stages"?: (BackTestStage)[]
  "open"?: (string)[]
  "askerName"?: string | null
}

export type BackTestCadence = "week" | "month"

export type ForecastSpan = "month" | "quarter" | "year"

export type BackTestBasis = "occurred" | "recorded"

export type BackTestForecast = {
  "on": string
  "from": string
  "to": string
  "method": ForecastMethod
  "expected": number
  "bands": (ForecastBand)[]
  "actual": number
}

export type BackTestErrors = {
  "method": ForecastMethod
  "forecasts": number
  "absolute": number
  "bias": number
  "actual": number
  "covered": (BackTestCovered)[]
}

export type BackTestCovered = {
  "share": number
  "of": number
  "within": number
}

export type BackTestHorizon = {
  "method": ForecastMethod
  "forecasts": number
  "absolute": number
  "bias": number
  "actual": number
  "covered": (BackTestCovered)[]
  "months": number
}

export type BackTestOwner = {
  "method": ForecastMethod
  "forecasts": number
  "absolute": number
  "bias": number
  "actual": number
  "covered": (BackTestCovered)[]
  "ownerId": string
}

export type BackTestStage = {
  "method": ForecastMethod
  "forecasts": number
  "absolute": number
  "bias": number
  "actual": number
  "covered": (BackTestCovered)[]
  "stageId": string
  "stageName": string
}

export type Performance = {
  "from": string
  "to": string
  "by": PerformedBy
  "method": string
  "performers": (Performer)[]
  "total": PerformanceTotal
}

export type PerformedBy = "person" | "team"

export type Performer = {
  "id": string | null
  "name": string | null
  "activities": number
  "converted": number
  "disqualified": number
  "conversion": number | null
  "won": number
  "lost": number
  "winRate": number | null
  "days": number | null
  "revenue": (WonRevenue)[]
}

export type WonRevenue = {
  "currency": Currency
  "amount": number | null
  "deals": number
  "average": number | null
}

export type PerformanceTotal = {
  "activities": number
  "converted": number
  "disqualified": number
  "conversion": number | null
  "won": number
  "lost": number
  "winRate": number | null
  "days": number | null
  "revenue": (WonRevenue)[]
}

export type PerformanceRecords = {
  "from": string
  "to": string
  "count": number
  "records": (PerformanceRecord)[]
}

export type PerformanceRecord = {
  "model": string
  "id": string
  "name": string | null
  "personId": string | null
  "personName": string | null
  "at": string
  "amount": number | null
  "currency": string | null
  "days": number | null
}

export type LeadToWon = {
  "from": string
  "to": string
  "cohort": string
  "split": string | null
  "method": string
  "cohorts": (LeadToWonCohort)[]
  "total": LeadToWonDays
  "before": null | LeadToWonDays
  "after": null | LeadToWonDays
  "change": number | null
}

export type LeadToWonCohort = {
  "month": string
  "captured": number | null
  "won": number
  "firstQuartile": number | null
  "median": number | null
  "thirdQuartile": number | null
}

export type LeadToWonDays = {
  "won": number
  "firstQuartile": number | null
  "median": number | null
  "thirdQuartile": number | null
}

export type ProductProblems = {
  "from": string
  "to"?: string
  "units": ProblemUnits
  "method": string
  "whole": boolean
  "items": (ProductProblemRate)[]
}

export type ProblemUnits = "sold" | "installed"

export type ProductProblemRate = {
  "productId"?: string
  "productName"?: string
  "tickets": number
  "complaints": number
  "units": number
  "rate": number | null
  "low": number | null
  "high": number | null
  "few": boolean
  "openTickets": null | Criterion
  "openUnits": null | Criterion
}

export type SupportRanking = {
  "from": string
  "to": string
  "by": SupportRankedBy
  "method": string
  "tickets": number
  "well": number
  "items": (SupportRanked)[]
}

export type SupportRankedBy = "agent" | "rule" | "channel"

export type SupportRanked = {
  "key": string | null
  "name": string | null
  "tickets": number
  "well": number
  "expected": number
  "index": number | null
  "low": number | null
  "high": number | null
  "apart": SupportApart
  "few": boolean
  "medianHours": number | null
  "satisfaction": Satisfaction
  "where": null | Criterion
}

export type SupportApart = "better" | "worse" | "no"

export type AutomationEffect = {
  "model": AutomatedModel
  "on": string
  "days": number
  "within": number
  "method": string
  "earlier": AutomationCohort
  "before": AutomationCohort
  "after": AutomationCohort
  "young": number
  "change": AutomationComparison
  "drift": AutomationDrift
}

export type AutomatedModel = "lead" | "opportunity"

export type AutomationCohort = {
  "from": string
  "to": string
  "began": number
  "succeeded": number
  "share": number | null
  "low": number | null
  "high": number | null
  "medianDays": number | null
  "few": boolean
  "openBegan": null | Criterion
  "openSucceeded": null | Criterion
}

export type AutomationComparison = {
  "share": null | AutomationChange
  "days": null | AutomationChange
}

export type AutomationChange = {
  "value": number
  "low": number
  "high": number
}

export type AutomationDrift = {
  "share": null | AutomationChange
  "days": null | AutomationChange
}

export type Automations = {
  "items": (AutomationStart)[]
}

export type AutomationStart = {
  "ruleSetId": string
  "name"?: string
  "purpose"?: string
  "version"?: number
  "at": string
  "on": string
  "note"?: string | null
}

export type SatisfactionActions = {
  "from": string
  "to"?: string
  "days": number
  "method": string
  "items": (SatisfactionAction)[]
}

export type SatisfactionAction = {
  "kind": SatisfactionActionKind
  "model": string
  "id": string
  "name"?: string | null
  "on": string
  "productId"?: string | null
  "productName"?: string | null
  "before": SatisfactionSide
  "after": SatisfactionSide
  "change": number | null
  "low": number | null
  "high": number | null
  "few": boolean
}

export type SatisfactionActionKind = "correction" | "article" | "rules"

export type SatisfactionSide = {
  "answered": number
  "satisfied": number
  "where": null | Criterion
}

export type Cohorts = {
  "model": CohortModel
  "method": string
  "cohorts": (Cohort)[]
  "from": string
  "to": string
}

export type CohortModel = "lead" | "opportunity"

export type Cohort = {
  "month": string
  "began": number
  "few": boolean
  "where": null | Criterion
  "cells": (CohortCell)[]
}

export type CohortCell = {
  "months": number
  "succeeded": number
  "share": number
  "low": number
  "high": number
  "where": null | Criterion
}

export type Reliability = {
  "from": string
  "to": string
  "method": string
  "all": ReliabilityScore
  "owners": (OwnerReliability)[]
  "fields": (FieldReliability)[]
  "openRevised": null | Criterion
  "revisions": (Revision)[]
}

export type ReliabilityScore = {
  "numbers": number
  "revised": number
  "share": number | null
  "low": number | null
  "high": number | null
  "revisions": number
  "medianDays": number | null
  "lastDays": number | null
  "few": boolean
}

export type OwnerReliability = {
  "ownerId": string
  "ownerName": string | null
  "numbers": number
  "revised": number
  "share": number | null
  "low": number | null
  "high": number | null
  "revisions": number
  "medianDays": number | null
  "lastDays": number | null
  "few": boolean
}

export type FieldReliability = {
  "field": RevisedField
  "revisions": number
  "medianDays": number | null
  "lastDays": number | null
}

export type RevisedField = "entered" | "amount" | "close-date" | "state" | "owner"

export type Revision = {
  "opportunityId": string
  "opportunityName": string | null
  "field": RevisedField
  "before": string | null
  "after": string | null
  "at": string
  "monthEnd": string
  "days": number
  "ownerId": string
  "ownerName": string | null
}

export type Churn = {
  "days": number
  "method": string
  "customers": number
  "learned": null | ChurnLearned
  "backTest": null | ChurnBackTest
  "items": (ChurnRisk)[]
  "where": null | Criterion
}

export type ChurnLearned = {
  "customers": number
  "left": number
  "base": number
  "weights": (ChurnReason)[]
}

export type ChurnReason = {
  "trait": ChurnTrait
  "weight": number
}

export type ChurnTrait = "silent-longer" | "silent-much-longer" | "bought-few-times" | "bought-once" | "buys-less" | "trouble" | "dissatisfied"

export type ChurnBackTest = {
  "at": string
  "customers": number
  "left": number
  "discrimination": number | null
  "low": number | null
  "high": number | null
  "top": ChurnBackTestTop
  "bins": (ChurnBin)[]
}

export type ChurnBackTestTop = {
  "customers": number
  "left": number
}

export type ChurnBin = {
  "from": number
  "customers": number
  "said": number
  "left": number
  "low": number
  "high": number
}

export type ChurnRisk = {
  "accountId"?: string
  "accountName"?: string | null
  "chance": number | null
  "reasons": (ChurnReason)[]
  "purchases": number
  "lastPurchaseAt": string
  "silentDays": number
  "usualDays": number
}

export type Retention = {
  "days": number
  "method": string
  "since": string | null
  "watchedDays": number
  "members"?: RetentionGroup
  "alike": RetentionGroup
  "openKept": null | Criterion
}

export type RetentionGroup = {
  "customers": number
  "kept": number
  "share": number | null
  "low": number | null
  "high": number | null
  "expected": number | null
}

export type CustomerGroups = {
  "method": string
  "currency"?: string | null
  "customers": number
  "few": boolean
  "otherCurrencies": number
  "groups": (CustomerGroupSize)[]
  "items": (GroupedCustomer)[]
}

export type CustomerGroupSize = {
  "group": CustomerGroup
  "customers": number
  "share": number
  "purchases": number
  "worth": null | Sum
  "where": null | Criterion
}

export type CustomerGroup = "champions" | "loyal" | "new" | "between" | "going" | "gone"

export type GroupedCustomer = {
  "accountId"?: string
  "accountName"?: string | null
  "group": CustomerGroup
  "recency": number
  "frequency": number
  "monetary": number
  "silentDays": number
  "purchases": number
  "worth": null | Sum
}

export type CustomerBehaviour = {
  "method": string
  "from": string
  "to": string
  "customers": number
  "usualDays": number | null
  "gaps": number
  "deals": BehaviourTrend
  "tickets": BehaviourTrend
  "channels": (UsedChannel)[]
  "baskets": number
  "products": (PreferredProduct)[]
}

export type BehaviourTrend = {
  "lately": number
  "before": number
  "chance": number
  "openLately": null | Criterion
  "openBefore": null | Criterion
}

export type UsedChannel = {
  "channel": string
  "tickets": number
  "share": number
}

export type PreferredProduct = {
  "productId": string
  "productName": string | null
  "deals": number
  "share": number
  "low": number
  "high": number
  "everywhere": number
}

export type ProductAssociations = {
  "method": string
  "baskets": number
  "items": (ProductAssociation)[]
}

export type ProductAssociation = {
  "productId": string
  "productName": string | null
  "withId": string
  "withName": string | null
  "together": number
  "count": number
  "withCount": number
  "support": number
  "confidence": number
  "low": number
  "high": number
  "lift": number
  "few": boolean
  "where": null | Criterion
}

export type LookAlikes = {
  "method": string
  "best": number
  "prospects": number
  "few": boolean
  "openBest": null | Criterion
  "items": (LookAlike)[]
}

export type LookAlike = {
  "accountId"?: string
  "accountName"?: string | null
  "score": number
  "known": number
  "reasons": (LookAlikeReason)[]
}

export type LookAlikeReason = {
  "trait": LookAlikeTrait
  "value": string
  "weight": number
  "best": number
  "bestOf": number
  "all": number
  "allOf": number
  "low": number
  "high": number
}

export type LookAlikeTrait = "industry" | "size" | "country" | "class"

export type MarketTrends = {
  "by": MarketBy
  "method": string
  "currency"?: string | null
  "otherCurrencies": number
  "groups": (MarketTrend)[]
}

export type MarketBy = "all" | "product" | "country"

export type MarketTrend = {
  "key": string | null
  "name"?: string | null
  "deals": number
  "few": boolean
  "months": (MarketMonth)[]
  "forecast": (MarketForecast)[]
  "held": number
  "heldOf": number
  "heldLow": number | null
  "heldHigh": number | null
}

export type MarketMonth = {
  "month": string
  "deals": number
  "amount"?: number | null
  "where": null | Criterion
}

export type MarketForecast = {
  "month": string
  "expected": number | null
  "low": number | null
  "high": number | null
}

export type MiningResultPage = {
  "items": (MiningResult)[]
  "next": string | null
  "total"?: number
  "asOf"?: string | null
}

export type MiningResult = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "mined"?: Mined
  "keeperId"?: string
  "parameters"?: Record<string, string>
  "asOf"?: string
  "basis"?: MiningResultBasis
  "upTo"?: Position
  "keeperName"?: string | null
}

export type MiningResultBasis = "occurred" | "recorded"

export type ReportPage = {
  "items": (Report)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Report = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "folder"?: string | null
  "description"?: string | null
  "definition"?: ReportDefinition
  "shared"?: boolean
  "ownerId"?: string
  "archived"?: boolean
  "goal"?: number | null
  "goalAmount"?: null | Money
  "ownerName"?: string | null
}

export type ReportLinkPage = {
  "items": (ReportLink)[]
  "next": string | null
  "total"?: number
  "asOf"?: string | null
}

export type ReportLink = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "reportId"?: string
  "purpose"?: string
  "name"?: string
  "definition"?: ReportDefinition
  "asOf"?: string | null
  "expiresAt"?: string
  "files"?: boolean
  "sharerId"?: string
  "withdrawn"?: boolean
  "reportName"?: string | null
  "sharerName"?: string | null
}

export type ReportSchedulePage = {
  "items": (ReportSchedule)[]
  "next"?: string | null
  "total"?: number
  "asOf": string | null
}

export type ReportSchedule = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "reportId"?: string
  "format"?: ReportFormat
  "start"?: ReportStart
  "recurrence"?: Recurrence
  "recipientIds"?: (string)[]
  "ownerId"?: string
  "nextAt"?: string | null
  "lastAt"?: string | null
  "archived"?: boolean
  "reportName"?: string | null
  "ownerName"?: string | null
}

export type ReportFormat = "pdf" | "xlsx" | "csv" | "parquet"

export type ReportStart = {
  "day": string
  "time": string
  "timeZone": TimeZone
}

export type ReportDeliveryPage = {
  "items": (ReportDelivery)[]
  "next": string | null
  "total"?: number
  "asOf"?: string | null
}

export type ReportDelivery = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "scheduleId"?: string
  "reportId"?: string
  "format"?: ReportFormat
  "asOf"?: string
  "recipientId"?: string
  "ownerId"?: string
  "status"?: ReportDeliveryStatus
  "sentAt"?: string | null
  "records"?: number | null
  "hash"?: string | null
  "reason"?: string | null
  "scheduleName"?: string | null
  "reportName"?: string | null
  "recipientName"?: string | null
  "ownerName"?: string | null
}

export type ReportDeliveryStatus = "waiting" | "sent" | "left-out"

export type CustomSettingPage = {
  "items": (CustomSetting)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type CustomSetting = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "key"?: string
  "name"?: string
  "about"?: string | null
  "kind"?: CustomSettingKind
  "choices"?: (string)[]
  "said"?: (CustomSettingSaidItem)[]
  "archived"?: boolean
}

export type CustomSettingKind = "text" | "number" | "yes-no" | "date" | "choice"

export type CustomSettingSaidItem = {
  "value": string | null
  "from": string
}

export type ChoiceListPage = {
  "items": (ChoiceList)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type ChoiceList = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "key"?: ChoiceListKey
  "name"?: string
  "others"?: boolean
  "choices"?: (ListedChoice)[]
  "archived"?: boolean
}

export type ChoiceListKey = "lead-source" | "campaign" | "lead-disqualification" | "lead-recycling" | "deal-loss" | "deal-win" | "contact-role" | "sales-channel" | "ticket-category" | "article-category" | "contract-tier" | "ticket-severity" | "root-cause" | "classification"

export type ListedChoice = {
  "id": string
  "name": string
  "from": string | null
  "until": string | null
  "names": (string)[]
}

export type FieldSetPage = {
  "items": (FieldSet)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type FieldSet = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: CustomisedKind
  "fields"?: (ShownCustomField)[]
}

export type CustomisedKind = "account" | "contact" | "lead" | "opportunity" | "ticket"

export type ShownCustomField = {
  "key": CustomFieldKey
  "label": string
  "type": CustomFieldType
  "choices": (string)[]
  "list": null | ChoiceListKey
  "of": null | ReferredKind
  "personal": boolean
  "required": boolean
  "section": string | null
  "help": string | null
  "archived": boolean
}

export type CustomFieldKey = string

export type CustomFieldType = "text" | "long-text" | "integer" | "decimal" | "money" | "percentage" | "day" | "instant" | "yes-no" | "choice" | "choices" | "phone" | "email" | "link" | "record"

export type ReferredKind = "account" | "contact" | "lead" | "opportunity" | "ticket" | "product" | "user" | "team"

export type TagPage = {
  "items": (Tag)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Tag = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "tone"?: TagTone
  "archived"?: boolean
}

export type RuleSetPage = {
  "items": (RuleSet)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type RuleSet = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "purpose"?: RulePurpose
  "model": string
  "facts": (string)[]
  "name"?: string
  "versions"?: (RuleVersion)[]
  "draft"?: null | RuleContent
}

export type RulePurpose = "lead-score" | "lead-assignment" | "lead-qualification" | "price-book" | "deal-idle" | "ticket-assignment" | "workflow"

export type RuleVersion = {
  "version": number
  "from": string | null
  "publishedAt": string
  "note": string | null
  "content": RuleContent
}

export type RuleContent = {
  "hotFrom"?: number
  "warmFrom"?: number
  "capacity"?: number | null
  "people"?: (AssignmentPerson)[]
  "pickUpMinutes"?: number | null
  "calendarId"?: string | null
  "againstPeople"?: boolean
  "otherBooks"?: boolean
  "tasksDueInDays"?: number
  "runsAnHour"?: number
  "rules": (Rule)[]
}

export type AssignmentPerson = {
  "userId": string
  "capacity": number | null
  "awayFrom": string | null
  "awayUntil": string | null
}

export type Rule = {
  "id": string
  "name": string
  "when": unknown
  "outcome": RuleOutcome
}

export type RuleOutcome = {
  "points"?: number
  "userIds"?: (string)[]
  "teamId"?: string | null
  "choose"?: ChoosingBy
  "skills"?: (string)[]
  "qualifies"?: boolean
  "reason"?: string | null
  "priceBookId"?: string
  "task"?: string
  "model"?: string
  "on"?: (string)[]
  "actions"?: (WorkflowAction)[]
}

export type WorkflowAction = WorkflowActionWait | WorkflowActionCommand | WorkflowActionTask | WorkflowActionMessage | WorkflowActionLead | WorkflowActionNotify

export type WorkflowActionWait = {
  "do": "wait"
  "minutes": number
  "recheck": boolean
}

export type WorkflowActionCommand = {
  "do": "command"
  "command": string
  "body": Record<string, unknown>
}

export type WorkflowActionTask = {
  "do": "task"
  "subject": string
  "dueInDays": number
  "assigneeId": string | null
}

export type WorkflowActionMessage = {
  "do": "message"
  "templateId": string
  "purpose": string
  "mailboxId": string | null
  "numberId": string | null
}

export type WorkflowActionLead = {
  "do": "lead"
  "source": string
}

export type WorkflowActionNotify = {
  "do": "notify"
  "userIds": (string)[]
  "owner": boolean
}

export type SecurityAlertPage = {
  "items": (SecurityAlert)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SecurityAlert = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: SecurityAlertKind
  "subject"?: string | null
  "actorId"?: string | null
  "ip"?: string | null
  "from"?: string
  "to"?: string
  "count"?: number
  "limit"?: number
  "status"?: SecurityAlertStatus
  "verdict"?: string | null
  "note"?: string | null
  "links": null | SecurityAlertLinks
}

export type SecurityAlertKind = "failed-sign-ins" | "mass-export" | "mass-reading" | "refused-access" | "off-hours" | "projection-stopped" | "virus-found"

export type SecurityAlertStatus = "open" | "acknowledged" | "closed"

export type SecurityAlertLinks = {
  "audit": string
  "accessLog": string
}

export type PrivacyRequestPage = {
  "items": (PrivacyRequest)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type PrivacyRequest = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: PrivacyRequestKind
  "ground"?: PrivacyRequestGround
  "subjectType"?: string
  "subjectId"?: string
  "records"?: (PrivacyRequestRecord)[]
  "requestedBy"?: string
  "completedAt"?: string | null
  "keys"?: number
  "unsealed"?: number
}

export type PrivacyRequestKind = "access" | "portability" | "rectification" | "restriction" | "lifting" | "erasure"

export type PrivacyRequestGround = "person" | "retention" | "removal"

export type PrivacyRequestRecord = {
  "aggregate": string
  "id": string
}

export type RetentionRulePage = {
  "items": (RetentionRule)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type RetentionRule = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "kind"?: RetentionRuleKind
  "days"?: number
  "archived"?: boolean
}

export type RetentionRuleKind = "contact" | "lead" | "enrolment" | "mailingRecipient" | "webVisitor" | "ticket" | "serviceOrder" | "activity" | "file" | "conversation" | "outgoingMail" | "outgoingSms" | "socialMessage" | "socialPost" | "phoneCall" | "letter"

export type SecurityCheckPage = {
  "items": (SecurityCheck)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type SecurityCheck = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: SecurityCheckKind
  "looked"?: number
  "findings"?: (SecurityCheckFinding)[]
  "failure"?: string | null
}

export type SecurityCheckKind = "packages" | "headers"

export type SecurityCheckFinding = {
  "severity": SecurityCheckFindingSeverity
  "subject": string
  "text": string
  "url": string | null
}

export type SecurityCheckFindingSeverity = "critical" | "high" | "moderate" | "low" | "info"

export type ImportPage = {
  "items": (Import)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Import = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "kind"?: string
  "system"?: string
  "file"?: string
  "mapping"?: Record<string, unknown>
  "status"?: ImportStatus
  "startedById"?: string
  "created"?: number
  "updated"?: number
  "unchanged"?: number
  "refused"?: number
  "events"?: number
  "endedAt"?: string | null
  "withdrawn"?: number
  "restored"?: number
  "notUndone"?: number
  "startedByName"?: string | null
}

export type ImportStatus = "running" | "done" | "cancelled" | "reverting" | "reverted"

export type BatchPage = {
  "items": (Batch)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Batch = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "tasks"?: (BatchTask)[]
  "status"?: BatchStatus
  "askerId"?: string
  "total"?: number
  "done"?: number
  "unchanged"?: number
  "refused"?: number
  "notSeen"?: number
  "endedAt"?: string | null
  "undoTotal"?: number
  "undone"?: number
  "notUndone"?: number
  "undoerId"?: string | null
  "askerName"?: string | null
  "undoerName"?: string | null
}

export type BatchTask = {
  "command": string
  "body": Record<string, unknown>
  "total": number
  "makes"?: boolean
}

export type BatchStatus = "running" | "paused" | "cancelling" | "cancelled" | "done" | "reverting" | "reverted"

export type WebhookPage = {
  "items": (Webhook)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type Webhook = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "name"?: string
  "url"?: string
  "types"?: (string)[]
  "where"?: unknown
  "ownerId"?: string
  "keyId"?: string | null
  "status"?: WebhookStatus
  "disabledBecause"?: string | null
  "run"?: number
  "secretNumber"?: number
  "olderUntil"?: string | null
  "archived"?: boolean
  "ownerName"?: string | null
}

export type WebhookStatus = "active" | "paused" | "disabled"

export type WorkflowRunPage = {
  "items": (WorkflowRun)[]
  "next": string | null
  "total"?: number
  "asOf": string | null
}

export type WorkflowRun = {
  "id": string
  "revision": number
  "position": Position
  "createdAt": string
  "updatedAt": string
  "incomplete"?: boolean
  "rule"?: string
  "ruleName"?: string
  "ruleVersion"?: number
  "eventId"?: string
  "eventType"?: string
  "model"?: string
  "recordId"?: string
  "depth"?: number
  "status"?: WorkflowRunStatus
  "stoppedBecause"?: null | WorkflowStop
  "step"?: number
  "steps"?: number
  "waitingUntil"?: string | null
  "results"?: (WorkflowStep)[]
}

export type WorkflowRunStatus = "running" | "waiting" | "done" | "stopped"

export type WorkflowStop = "loop" | "storm" | "no-longer" | "gone" | "by-hand"

export type WorkflowStep = {
  "step": number
  "is": WorkflowStepIs
  "at": string
  "message": string | null
}

export type WorkflowStepIs = "done" | "unchanged" | "refused" | "told" | "waits"

export type HistoryPage = {
  "items": (HistoryEntry)[]
  "next": string | null
  "missing": null | HistoryPageMissing
}

export type HistoryPageMissing = {
  "from": number
  "to": number | null
}

export type EventsWhy = {
  "chain": (EventLink)[]
  "origin": (EventLink)[]
  "followed": (EventLink)[]
  "hidden": number
}

export type EventLink = {
  "id": string
  "type": string
  "title": string
  "text": string | null
  "actor": EventActor
  "via": EventVia
  "command": EventCommand
  "reason": null | EventReason
  "source": null | EventSource
  "occurredAt": string
  "recordedAt": string
  "revision": number
  "position": Position
  "correlationId": string
  "causationId": string
  "changes": (FieldChange)[]
  "undoable": boolean
  "aggregate": string
  "aggregateId": string
}

export type Timeline = {
  "items": (TimelineItem)[]
  "first": string | null
}

export type TimelineItem = {
  "id": string
  "at": string
  "position": Position
  "type": string
  "title": string
  "model": string
  "modelId": string
  "actor": TimelineItemActor
}

export type TimelineItemActor = {
  "id": string
  "name": string
}

export type Jobs = {
  "items": (JobSummary)[]
}

export type JobSummary = {
  "id": string
  "kind": string
  "about": string | null
  "ownerId": string
  "state": JobState
  "done": number
  "total": number | null
  "startedAt": string
  "endedAt": string | null
  "error": string | null
}

export type Standing = {
  "name": string
  "state": string
  [name: string]: unknown
}

export type AdminSagasByNameInstances = {
  "items": (AdminSagasByNameInstancesItem)[]
}

export type AdminSagasByNameInstancesItem = {
  "key": string
  "done": boolean
  "startedAt": string
  "updatedAt": string
  "nextTimer": string | null
}

export type AdminSagasByNameInstancesByKey = {
  "key": string
  "done": boolean
  "startedAt": string
  "updatedAt": string
  "state": unknown
  "timers": (AdminSagasByNameInstancesByKeyTimer)[]
  "steps": (AdminSagasByNameInstancesByKeyStep)[]
}

export type AdminSagasByNameInstancesByKeyTimer = {
  "name": string
  "dueAt": string
}

export type AdminSagasByNameInstancesByKeyStep = {
  "id": string
  "command": string
  "name": string
  "aggregateId": string
  "status": AdminSagasByNameInstancesByKeyStepStatus
  "attempts": number
  "askedAt": string
  "settledAt": string | null
  "error": null | AdminSagasByNameInstancesByKeyStepError
}

export type AdminSagasByNameInstancesByKeyStepStatus = "waiting" | "sent" | "refused" | "handled" | "dead" | "dismissed"

export type AdminSagasByNameInstancesByKeyStepError = {
  "code": string
  "message": string
}

export type AdminQuarantine = {
  "items": (AdminQuarantineItem)[]
}

export type AdminQuarantineItem = {
  "eventId": string
  "type": string
  "stream": string
  "position": Position
  "model": string
  "error": string
  "reason": string
  "at": string
  "actorId": string
}

export type AdminDeadLetters = {
  "items": (AdminDeadLettersItem)[]
}

export type AdminDeadLettersItem = {
  "id": string
  "saga": string
  "key": string
  "command": string
  "code": string
  "message": string
  "attempts": number
  "at": string
}

export type AccessLog = {
  "items": (AccessLogItem)[]
  "next": string | null
}

export type AccessLogItem = {
  "n": number
  "at": string
  "actor": AccessLogItemActor
  "via": string
  "kind": AccessKind
  "model": string | null
  "records": (string)[]
  "count": number
  "what": string
  "parameters": (string)[]
  "asOf": string | null
  "requestId": string | null
  "ip": string | null
  "userAgent": string | null
}

export type AccessLogItemActor = {
  "id": string
  "kind": string
  "name": string
  "roles": (string)[]
}

export type AccessKind = "view" | "history" | "list" | "search" | "follow" | "export" | "denied" | "missing" | "gap"

export type AccessLogViewers = {
  "items": (AccessLogViewersItem)[]
}

export type AccessLogViewersItem = {
  "times": number
  "first": string
  "last": string
  "kinds": (string)[]
  "actorId": string
  "name": string
}

export type AccessLogTouched = {
  "items": (AccessLogTouchedItem)[]
  "wholesale": (AccessLogTouchedWholesaleItem)[]
  "next": string | null
}

export type AccessLogTouchedItem = {
  "times": number
  "first": string
  "last": string
  "kinds": (string)[]
  "model": string
  "recordId": string
}

export type AccessLogTouchedWholesaleItem = {
  "n": number
  "at": string
  "kind": AccessKind
  "model": string | null
  "what": string
}

export type Audit = {
  "items": (AuditItem)[]
  "hidden": number
  "next": string | null
}

export type AuditItem = {
  "id": string
  "type": string
  "title": string
  "text": string | null
  "actor": EventActor
  "via": EventVia
  "command": EventCommand
  "reason": null | EventReason
  "source": null | EventSource
  "occurredAt": string
  "recordedAt": string
  "revision": number
  "position": Position
  "correlationId": string
  "causationId": string
  "changes": (FieldChange)[]
  "undoable": boolean
  "aggregate": string
  "aggregateId": string
  "roles": (string)[]
  "onBehalfOf": string | null
  "ip": string | null
  "userAgent": string | null
}

export type Status = {
  "position": string | null
  "last": string | null
  "lag": null | Lag
  "live": boolean
  "trouble": string | null
  "projections": (StatusProjection)[]
  "sagas": (StatusSaga)[]
  "newerEvents": number
  "checks": Record<string, StatusCheck>
  "clocks": (StatusClock)[]
  "strangers": StatusStrangers
}

export type Lag = {
  "positions": number
  "seconds": number
}

export type StatusProjection = {
  "name": string
  "version": number
  "position": string | null
  "lag": null | Lag
  "state": StatusProjectionState
  "failure": null | StatusProjectionFailure
  "hint": string | null
  "lost": null | StatusProjectionLost
}

export type StatusProjectionState = "running" | "failed" | "rebuilding"

export type StatusProjectionFailure = {
  "event": StatusProjectionFailureEvent
  "error": string
  "field"?: string
}

export type StatusProjectionFailureEvent = {
  "id": string
  "type": string
  "stream": string
  "position": Position
}

export type StatusProjectionLost = {
  "records": number
  "ids": (string)[]
}

export type StatusSaga = {
  "name": string
  "position": Position
  "lag": number
  "state": StatusSagaState
  "failure"?: StatusSagaFailure
  "instances": number
  "timers": StatusSagaTimers
  "outbox": StatusSagaOutbox
  "deadLetters": number
  [name: string]: unknown
}

export type StatusSagaState = "running" | "catching-up" | "failed"

export type StatusSagaFailure = {
  "message": string
  "at": string
  "event"?: StatusSagaFailureEvent
}

export type StatusSagaFailureEvent = {
  "id": string
  "type": string
  "stream": string
  "position": Position
}

export type StatusSagaTimers = {
  "set": number
  "due": number
  "next": string | null
}

export type StatusSagaOutbox = {
  "waiting": number
  "retrying": number
  "oldest": string | null
}

export type StatusCheck = {
  "ok": boolean
}

export type StatusClock = {
  "of": string
  "here": string
  "there": string
  "ahead": number
  "state": StatusClockState
  "stands": boolean
}

export type StatusClockState = "agrees" | "differs" | "trouble"

export type StatusStrangers = {
  "count": number
  "newest": (StatusStrangersNewestItem)[]
}

export type StatusStrangersNewestItem = {
  "position": Position
  "type": string
  "stream": string
  "recordedAt": string
  "reason": string
}

export type PostLiveTicketAnswer = {
  "ticket": string
  "expiresAt": string
}

export type FeedLine = {
  "after"?: string
  "position"?: Position
  "changes": (Change)[]
  "error"?: FeedEnd
}

export type Change = {
  "model": string
  "id": string | null
  "op": ChangeOp
  "row"?: Record<string, unknown>
  "event"?: ChangeEvent
}

export type ChangeOp = "upsert" | "remove" | "reset"

export type ChangeEvent = {
  "id": string
  "type": string
  "title": string
  "actorId": string
  "actorName": string
  "at": string
}

export type FeedEnd = {
  "code": string
  "message": string
}

export type Criteria = {
  "models": (CriteriaModel)[]
}

export type CriteriaModel = {
  "name": string
  "fields": (CriteriaModelField)[]
  "related": (CriteriaModelRelatedItem)[]
}

export type CriteriaModelField = {
  "name": string
  "kind": CriteriaModelFieldKind
  "operators": (string)[]
  "options"?: (string)[]
  "model"?: string
  "label"?: string
}

export type CriteriaModelFieldKind = "text" | "texts" | "choice" | "number" | "money" | "day" | "instant" | "yes-no" | "record" | "records"

export type CriteriaModelRelatedItem = {
  "name": string
  "model": string
}

export type HitPage = {
  "items": (Hit)[]
  "next": string | null
}

export type Hit = {
  "record": FoundRecord
  "fit": SearchFit
  "by": string | null
  "archived": boolean
}

export type FoundRecord = {
  "model": string
  "id": string
  "name": string
}

export type SearchFit = "exact" | "name" | "words"

export type Comparison = {
  "total": ComparisonTotal
  "items": (ComparedRecord)[]
  "left": number
}

export type ComparisonTotal = {
  "came": number
  "gone": number
  "changed": number
  "same": number
}

export type ComparedRecord = {
  "record": ComparedRecordRecord
  "change": ListChange
  "fields": (FieldChange)[]
  "before": Record<string, unknown> | null
  "after": Record<string, unknown> | null
}

export type ComparedRecordRecord = {
  "model": string
  "id": string
}

export type ListChange = "came" | "gone" | "changed"

export type AccessVocabulary = {
  "permissions": (string)[]
  "models": (AccessVocabularyModel)[]
}

export type AccessVocabularyModel = {
  "name": string
  "fields": (string)[]
}

export type SettingsTree = {
  "items": (SettingBranch)[]
  "own": (OwnSetting)[]
}

export type SettingBranch = {
  "path": string
  "model": string
  "id": string
  "revision": number | null
  "values": (SettingLeaf)[]
}

export type SettingLeaf = {
  "changedAt": string | null
  "changedBy": null | SettingChanger
  "key": string
  "value": unknown
}

export type SettingChanger = {
  "id": string
  "name": string
}

export type OwnSetting = {
  "changedAt": string | null
  "changedBy": null | SettingChanger
  "id": string
  "key": string
  "name": string
  "value": string | null
  "planned": (OwnSettingPlannedItem)[]
}

export type OwnSettingPlannedItem = {
  "value": string | null
  "from": string
}

export type MergeRequest = {
  "model": MergedModel
  "survivorId": string
  "absorbedId": string
  "fields"?: (string)[]
}

export type TimeBasis = "occurred" | "recorded"

export type PatchSettingsKeyCustomers = {
  "basis"?: RevenueBasis
  "months"?: number
  "sharePercent"?: Percentage
}

export type PatchSettingsPortal = {
  "on"?: boolean
  "ownData"?: PortalOwnData
}

export type PatchSettingsErp = {
  "url"?: string | null
  "on"?: boolean
  "secretNumber"?: number
}

export type AccountingRunRequest = {
  "from": string
  "to": string
  "again"?: boolean
}

export type PatchSettingsQuotePolicy = {
  "discountLimit"?: number | null
  "discountLimits"?: (DiscountLimit)[]
}

export type MessagePreviewRequest = {
  "model"?: MessagedModel
  "recordId"?: string
  "version"?: number
  "content"?: MessageContent
}

export type MessagedModel = "contact" | "lead" | "ticket"

export type MessageContent = {
  "subject": string
  "body": string
}

export type PatchSettingsSendingPolicy = {
  "purposes"?: (SendingPurposeInput)[]
  "cap"?: null | FrequencyCap
  "quiet"?: null | QuietHours
  "opens"?: Measuring
  "clicks"?: Measuring
}

export type SendingPurposeInput = {
  "name": string
  "basis": SendingBasis
  "about"?: string | null
}

export type QuickCampaignAsked = {
  "model": MarketingListModel
  "ids"?: (string)[]
  "matching"?: Record<string, string>
  "mail"?: QuickMail
  "call"?: QuickCall
}

export type QuickMail = {
  "templateId": string
  "purpose": string
  "mailboxId": string
}

export type QuickCall = {
  "subject": string
  "body"?: string | null
  "startsAt": string
}

export type QuickCampaignRequest = {
  "model": MarketingListModel
  "ids"?: (string)[]
  "matching"?: Record<string, string>
  "mail"?: QuickMail
  "call"?: QuickCall
  "name": string
}

export type PostSequencesEnrolList = {
  "listId": string
}

export type PatchSettingsSurveyPolicy = {
  "on"?: boolean
  "delayHours"?: number
  "scale"?: number
  "remindDays"?: number | null
  "openDays"?: number
  "quietDays"?: number
}

export type PostMeSupport = {
  "subject": string
  "text": string
  "screen": string
  "requestId"?: string
}

export type TicketSplit = {
  "messageId": string
  "subject": string
  "priority"?: Priority
  "category"?: string | null
}

export type PatchSettingsTicketPolicy = {
  "reopenDays"?: number | null
}

export type GroupBooking = {
  "title"?: string
  "note"?: string | null
  "serviceId"?: string | null
  "serviceOrderId"?: string | null
  "startsAt": string
  "endsAt": string
  "outsideHours"?: boolean
}

export type PatchSettingsActivityPolicy = {
  "requiredOfCall"?: (SettingsActivityPolicyRequiredOfCallItem)[]
}

export type ChangeOwnCalendar = {
  "hoursId"?: string | null
}

export type ConnectOutsideCalendar = {
  "url": string
  "login": string
  "password": string
}

export type GiveMailboxPassword = {
  "password": string
}

export type GiveSmsNumberPassword = {
  "password": string
}

export type CountSms = {
  "body": string
}

export type GiveSocialAccountToken = {
  "password": string
}

export type GivePhoneLinePassword = {
  "password": string
}

export type PostMeApiKeys = {
  "name": string
  "scopes": (string)[]
  "days"?: number
}

export type PatchSettingsSignInPolicy = {
  "sessionIdleMinutes"?: number
  "sessionLifetimeHours"?: number
  "reauthenticateMinutes"?: number
  "secondFactorRoles"?: (string)[]
  "passwordLength"?: number
  "passwordDifferent"?: number
  "passwordRefusesKnown"?: boolean
  "passwordRefusesOwnName"?: boolean
  "apiKeyDays"?: number
  "directoryRole"?: string | null
}

export type PostSignIn = {
  "email": Email
  "password": string
}

export type PostSignInEnrol = {
  "challenge": string
}

export type PostSignInSecondFactor = {
  "challenge": string
  "code": string
  "factorId"?: string
}

export type PostSignInNewPassword = {
  "challenge": string
  "password": string
}

export type PostMeReauthenticate = {
  "password": string
  "code"?: string
}

export type PatchMe = {
  "name"?: string
  "phone"?: string | null
  "photo"?: string | null
  "language"?: Language
  "timeZone"?: TimeZone
}

export type PostMePassword = {
  "current": string
  "password": string
}

export type PostMeSecondFactorConfirm = {
  "factorId": string
  "code": string
}

export type PatchMePreferences = {
  "locale"?: string | null
  "dateFormat"?: MePreferencesDateFormat
  "startPage"?: string
  "columns"?: Record<string, (string)[]>
  "savedViews"?: (MePreferencesSavedViewInput)[]
  "notifications"?: Record<string, MePreferencesNotification>
  "mails"?: MePreferencesMails
  "dashboard"?: (WidgetInput)[]
  "onboardingDismissed"?: boolean
}

export type MePreferencesSavedViewInput = {
  "id": string
  "list": string
  "name": string
  "filters": Record<string, string>
  "columns"?: (string)[]
  "sort"?: string
  "isDefault"?: boolean
}

export type WidgetInput = {
  "id": string
  "x": number
  "y": number
  "width": number
  "height": number
  "settings"?: Record<string, string>
}

export type PostUsersReassign = {
  "toId": string
  "models"?: (PostUsersReassignModel)[]
}

export type PostUsersReassignModel = "account" | "contact" | "lead" | "opportunity" | "campaign" | "contract" | "article" | "ticket" | "maintenancePlan" | "serviceOrder" | "activity" | "report" | "reportSchedule"

export type PostMeNoticesRead = {
  "readTo": string
}

export type PostBackTests = {
  "from": string
  "to": string
  "cadence"?: BackTestCadence
  "span"?: ForecastSpan
  "methods"?: (ForecastMethod)[]
  "basis"?: BackTestBasis
  "seed"?: number
  "upTo"?: Position
  "until"?: string
}

export type KeepMiningResult = {
  "asOf"?: string
  "basis"?: TimeBasis
  "name": string
  "mined": Mined
  "parameters"?: Record<string, string>
}

export type PatchSettingsAlertPolicy = {
  "failedSignIns"?: number
  "exports"?: number
  "recordsRead"?: number
  "refusedRequests"?: number
  "offHoursRequests"?: number
  "calendarId"?: string | null
}

export type PatchSettingsOrganisation = {
  "legalName"?: string
  "address"?: null | SettingsOrganisationAddress
  "taxId"?: string | null
  "logo"?: string | null
  "baseCurrency"?: Currency
  "fiscalYearStart"?: number
  "timeZone"?: TimeZone
  "iban"?: string | null
  "bic"?: string | null
  "paymentDays"?: number
  "discountDays"?: number | null
  "discountPercent"?: number | null
  "invoicesOnFulfilment"?: boolean
  "from"?: string
}

export type PatchSettingsModules = {
  "off"?: (Module)[]
}

export type PostRuleSetsTry = {
  "content"?: NewRuleContent
  "days"?: number
}

export type NewRuleContent = {
  "hotFrom"?: number
  "warmFrom"?: number
  "capacity"?: number | null
  "people"?: (AssignmentPerson)[]
  "pickUpMinutes"?: number | null
  "calendarId"?: string | null
  "againstPeople"?: boolean
  "otherBooks"?: boolean
  "tasksDueInDays"?: number
  "runsAnHour"?: number
  "rules": (NewRule)[]
}

export type NewRule = {
  "id"?: string
  "name": string
  "when": unknown
  "outcome": RuleOutcome
}

export type PostExports = {
  "query": PostExportsQuery
  "upTo"?: string
  "newer"?: number
}

export type PostExportsQuery = {
  "kind": PostExportsQueryKind
  "aggregate"?: string
  "id"?: string
  "actorId"?: string
  "from"?: string
  "to"?: string
  "basis"?: PostExportsQueryBasis
}

export type PostExportsQueryKind = "record" | "actor" | "period"

export type PostExportsQueryBasis = "recorded" | "occurred"

export type PostContactsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostPaymentsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostLeadsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostQuotesPrivacyRectify = {
  "revisions": (number)[]
}

export type PostEnrolmentsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostMailingRecipientsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostWebVisitorsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostTicketsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostServiceOrdersPrivacyRectify = {
  "revisions": (number)[]
}

export type PostActivitiesPrivacyRectify = {
  "revisions": (number)[]
}

export type PostFilesPrivacyRectify = {
  "revisions": (number)[]
}

export type PostConversationsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostOutgoingMailsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostOutgoingTextsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostSocialMessagesPrivacyRectify = {
  "revisions": (number)[]
}

export type PostSocialPostsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostPhoneCallsPrivacyRectify = {
  "revisions": (number)[]
}

export type PostLettersPrivacyRectify = {
  "revisions": (number)[]
}

export type PostUsersPrivacyRectify = {
  "revisions": (number)[]
}

export type PostAdminSecurityChecks = {
  "kind": SecurityCheckKind
}

export type PostImportsProposal = {
  "file": string
  "kind"?: ImportKind
  "system"?: string
}

export type PostImports = PostImportsMavenCrm | PostImportsHistories | PostImportsTable

export type PostImportsMavenCrm = {
  "format": "maven-crm"
  "files": PostImportsMavenCrmFiles
}

export type PostImportsMavenCrmFiles = {
  "accounts.csv": string
  "products.csv": string
  "sales_teams.csv": string
  "sales_pipeline.csv": string
}

export type PostImportsHistories = {
  "format": "histories"
  "files": PostImportsHistoriesFiles
}

export type PostImportsHistoriesFiles = {
  "histories.ndjson": string
}

export type PostImportsTable = {
  "format": "table"
  "files": PostImportsTableFiles
  "mapping": ImportMapping
  "dry"?: boolean
}

export type PostImportsTableFiles = {
  "table": string
  "history"?: string
}

export type ImportMapping = {
  "kind": ImportKind
  "system": string
  "key": string | null
  "columns": (ImportColumn)[]
  "empty"?: (string)[]
  "currency"?: string | null
  "existing"?: ImportMappingExisting
}

export type ImportColumn = {
  "column": string
  "field": string | null
  "format"?: null | ImportColumnFormat
  "meanings"?: (ImportColumnMeaning)[]
}

export type ImportColumnFormat = "ymd" | "dmy" | "mdy" | "point" | "comma"

export type ImportColumnMeaning = {
  "value": string
  "means": string
}

export type ImportMappingExisting = "update" | "fill" | "skip"

export type PostHistoriesLine = {
  "open"?: boolean
  "source": PostHistoriesLineSource
  "history": (PostHistoriesLineHistoryItem)[]
}

export type PostHistoriesLineSource = {
  "system": string
  "id": string
}

export type PostHistoriesLineHistoryItem = {
  "key"?: string
  "command": string
  "at": string
  "by"?: string
  "reason"?: PostHistoriesLineHistoryItemReason
  "body"?: Record<string, unknown>
}

export type PostHistoriesLineHistoryItemReason = {
  "code"?: string
  "text"?: string
}

export type BatchRequest = {
  "command": string
  "body"?: Record<string, unknown>
  "ids"?: (string)[]
  "matching"?: Record<string, string>
  "expect"?: number
  "along"?: (string)[]
}

export type BatchesItemsResult = "waiting" | "done" | "unchanged" | "refused" | "not-seen" | "changed-since" | "undone" | "not-undone"

export type MakeWebhookSecret = {
  "overlapHours"?: number
}

export type CreateAccount = {
  "name": string
  "sector"?: string | null
  "naics"?: string | null
  "website"?: string | null
  "email"?: string | null
  "phone"?: string | null
  "otherEmails"?: (OtherEmail)[]
  "otherPhones"?: (OtherPhone)[]
  "addresses"?: (CustomerAddressInput)[]
  "social"?: (SocialHandle)[]
  "yearEstablished"?: number | null
  "revenue"?: null | Money
  "employees"?: number | null
  "country"?: string | null
  "parentId"?: string | null
  "ownerId"?: string | null
  "relation"?: AccountRelation
  "slaPolicyId"?: string | null
  "serviceNotes"?: string | null
  "classification"?: string | null
  "leadId"?: string | null
  "custom"?: AccountCustomInput
}

export type CustomerAddressInput = {
  "lines": (string)[]
  "postalCode": string | null
  "city": string
  "country": Country
  "kind": AddressKind
  "state"?: string | null
}

export type AccountCustomInput = Record<string, unknown>

export type ChangeAccount = {
  "name"?: string
  "sector"?: string | null
  "naics"?: string | null
  "website"?: string | null
  "email"?: string | null
  "phone"?: string | null
  "otherEmails"?: (OtherEmail)[]
  "otherPhones"?: (OtherPhone)[]
  "addresses"?: (CustomerAddressInput)[]
  "social"?: (SocialHandle)[]
  "yearEstablished"?: number | null
  "revenue"?: null | Money
  "employees"?: number | null
  "country"?: string | null
  "parentId"?: string | null
  "ownerId"?: string | null
  "relation"?: AccountRelation
  "slaPolicyId"?: string | null
  "serviceNotes"?: string | null
  "classification"?: string | null
  "leadId"?: string | null
  "custom"?: AccountCustomInput
}

export type TagIds = {
  "tagIds": (string)[]
}

export type CreateContact = {
  "name": PersonNameInput
  "email"?: string | null
  "phone"?: string | null
  "otherEmails"?: (OtherEmail)[]
  "otherPhones"?: (OtherPhone)[]
  "addresses"?: (CustomerAddressInput)[]
  "social"?: (SocialHandle)[]
  "title"?: string | null
  "accountId"?: string | null
  "birthDate"?: string | null
  "gender"?: null | Gender
  "language"?: string | null
  "region"?: string | null
  "ownerId"?: string | null
  "classification"?: string | null
  "leadId"?: string | null
  "custom"?: ContactCustomInput
}

export type PersonNameInput = {
  "first"?: string | null
  "last": string
}

export type ContactCustomInput = Record<string, unknown>

export type ChangeContact = {
  "name"?: PersonNameInput
  "email"?: string | null
  "phone"?: string | null
  "otherEmails"?: (OtherEmail)[]
  "otherPhones"?: (OtherPhone)[]
  "addresses"?: (CustomerAddressInput)[]
  "social"?: (SocialHandle)[]
  "title"?: string | null
  "accountId"?: string | null
  "birthDate"?: string | null
  "gender"?: null | Gender
  "language"?: string | null
  "region"?: string | null
  "ownerId"?: string | null
  "classification"?: string | null
  "leadId"?: string | null
  "custom"?: ContactCustomInput
}

export type StateContactLawfulBasis = {
  "basis": LawfulBasis
  "purpose": string
  "collectedFrom": string
}

export type LawfulBasis = "consent" | "contract" | "legal-obligation" | "vital-interests" | "public-task" | "legitimate-interests"

export type GiveContactConsent = {
  "purpose": string
  "channel": ConsentChannel
  "source": string
  "textVersion": string
}

export type ConsentChannel = "email" | "phone" | "sms" | "post" | "any"

export type WithdrawContactConsent = {
  "purpose": string
  "channel": ConsentChannel
}

export type LegalHold = {
  "matter": string
}

export type PreferredChannel = {
  "preferredChannel": null | Channel
}

export type ForbiddenChannels = {
  "doNotContact": (DoNotContactInput)[]
}

export type DoNotContactInput = {
  "channel": ForbiddenChannel
  "reason"?: string | null
}

export type AllowedChannel = {
  "channel": Channel
}

export type SuppressMail = {
  "cause": SuppressionCause
  "purpose"?: string | null
  "address"?: string | null
}

export type AllowMail = {
  "cause": SuppressionCause
  "purpose"?: string | null
}

export type CreateProduct = {
  "name": string
  "code": string
  "description"?: string | null
  "features"?: (ProductFeature)[]
  "groupId"?: string | null
  "unit"?: null | Unit
  "price": UnitPrice
  "available"?: boolean
  "stockNote"?: string | null
  "vendorId"?: string | null
}

export type ChangeProduct = {
  "name"?: string
  "code"?: string
  "description"?: string | null
  "features"?: (ProductFeature)[]
  "groupId"?: string | null
  "unit"?: null | Unit
  "price"?: UnitPrice
  "available"?: boolean
  "stockNote"?: string | null
  "vendorId"?: string | null
}

export type CreateProductGroup = {
  "name": string
  "parentId"?: string | null
}

export type ChangeProductGroup = {
  "name"?: string
  "parentId"?: string | null
}

export type CreatePriceBook = {
  "name": string
  "currency": Currency
  "validFrom"?: string | null
  "validUntil"?: string | null
}

export type ChangePriceBook = {
  "name"?: string
  "validFrom"?: string | null
  "validUntil"?: string | null
}

export type SetPriceBookPrices = {
  "entries": (PriceEntry)[]
}

export type PriceEntry = {
  "productId": string
  "tiers": (PriceTier)[]
}

export type PriceTier = {
  "from": number
  "price": UnitPrice
}

export type CreateLeadForm = {
  "name": string
  "title": string
  "intro"?: string | null
  "language"?: LeadFormLanguage
  "source"?: string
  "campaign"?: string | null
  "asks"?: (LeadFormQuestion)[]
  "consent"?: null | LeadFormConsent
  "thanks": string
  "confirm"?: boolean
  "sites"?: (string)[]
  "makes"?: FormMakes
  "category"?: string | null
  "teamId"?: string | null
}

export type ChangeLeadForm = {
  "name"?: string
  "title"?: string
  "intro"?: string | null
  "language"?: LeadFormLanguage
  "source"?: string
  "campaign"?: string | null
  "asks"?: (LeadFormQuestion)[]
  "consent"?: null | LeadFormConsent
  "thanks"?: string
  "confirm"?: boolean
  "sites"?: (string)[]
  "makes"?: FormMakes
  "category"?: string | null
  "teamId"?: string | null
}

export type SetOrderAccount = {
  "accountId": string
}

export type ChangeOrder = {
  "address"?: null | PostalAddressInput
  "wantedOn"?: string | null
}

export type PostalAddressInput = {
  "lines": (string)[]
  "postalCode": string | null
  "city": string
  "country": Country
  "state"?: string | null
}

export type CancelOrder = {
  "reason": string
}

export type FulfilOrder = {
  "day"?: string
  "carrier"?: string | null
  "tracking"?: string | null
  "lines"?: (LinePart)[]
}

export type WithdrawOrderFulfilment = {
  "fulfilment": number
  "reason"?: string | null
}

export type BillOrder = {
  "lines"?: (LinePart)[]
}

export type SetFollowUpAside = {
  "reason": FollowUpReason
  "model": FollowUpModel
  "recordId": string
  "since": string
  "until"?: string | null
}

export type CreditInvoice = {
  "lines"?: (LinePart)[]
  "reason": string
}

export type RecordPayment = {
  "paid": PaidMoney
  "receivedOn": string
  "payer"?: string | null
  "payerIban"?: string | null
  "reference"?: string | null
  "allocations"?: (Allocation)[]
}

export type PaidMoney = {
  "amount": number
  "currency": Currency
}

export type AllocatePayment = {
  "allocations": (Allocation)[]
}

export type VoidPayment = {
  "reason": string
}

export type CreatePipeline = {
  "name": string
  "currency": Currency
  "isDefault"?: boolean
  "stages": (CreatePipelineStage)[]
}

export type CreatePipelineStage = {
  "id"?: string
  "name": string
  "probability": Probability
  "kind": StageKind
}

export type ChangePipeline = {
  "name"?: string
  "currency"?: Currency
  "isDefault"?: boolean
}

export type AddPipelineStage = {
  "stage": AddPipelineStageStage
  "index"?: number
}

export type AddPipelineStageStage = {
  "id"?: string
  "name": string
  "probability": Probability
}

export type ChangePipelineStage = {
  "name"?: string
  "probability"?: Probability
  "stageId": string
}

export type MovePipelineStage = {
  "stageId": string
  "index": number
}

export type RemovePipelineStage = {
  "stageId": string
}

export type SetPipelineExitCriteria = {
  "stageId": string
  "exit": (NewExitCriterion)[]
}

export type NewExitCriterion = {
  "id"?: string
  "name": string
  "when": unknown
}

export type CreateCompetitor = {
  "name": string
  "strengths"?: string | null
  "weaknesses"?: string | null
  "positioning"?: string | null
  "products"?: (string)[]
}

export type ChangeCompetitor = {
  "name"?: string
  "strengths"?: string | null
  "weaknesses"?: string | null
  "positioning"?: string | null
  "products"?: (string)[]
}

export type CaptureLead = {
  "name": PersonNameInput
  "source"?: string
  "email"?: string | null
  "phone"?: string | null
  "company"?: string | null
  "country"?: string | null
  "productInterest"?: string | null
  "postcode"?: string | null
  "referrerId"?: string | null
  "campaign"?: string | null
  "campaignId"?: string | null
  "conversationId"?: string
  "ownerId"?: string | null
  "custom"?: LeadCustomInput
}

export type LeadCustomInput = Record<string, unknown>

export type ChangeLead = {
  "name"?: PersonNameInput
  "source"?: string
  "email"?: string | null
  "phone"?: string | null
  "company"?: string | null
  "country"?: string | null
  "productInterest"?: string | null
  "postcode"?: string | null
  "referrerId"?: string | null
  "campaign"?: string | null
  "campaignId"?: string | null
  "qualification"?: ChangeLeadQualification
  "custom"?: LeadCustomInput
}

export type ChangeLeadQualification = {
  "budget"?: string | null
  "authority"?: string | null
  "need"?: string | null
  "timeline"?: string | null
}

export type ReviewLead = {
  "genuine": boolean | null
}

export type AssignLead = {
  "ownerId": string
}

export type QualifyLead = {
  "budget"?: string | null
  "authority"?: string | null
  "need"?: string | null
  "timeline"?: string | null
}

export type DisqualifyLead = {
  "reason": string
}

export type ReopenLead = {
  "reason"?: string | null
}

export type RecycleLead = {
  "reason": string
  "wakeOn": string
}

export type ConvertLead = {
  "accountId"?: string | null
  "accountName"?: string | null
  "contactId"?: string | null
  "ownerId"?: string | null
  "pipelineId"?: string | null
  "productId"?: string | null
  "name"?: string
  "amount"?: null | Money
  "closeDate"?: string | null
}

export type OpenOpportunity = {
  "name": string
  "accountId"?: string | null
  "contactId"?: string | null
  "productId"?: string | null
  "budget"?: null | Money
  "costs"?: null | Money
  "channel"?: string | null
  "partnerId"?: string | null
  "nextStep"?: string | null
  "nextStepOn"?: string | null
  "dates"?: (NamedDate)[]
  "ownerId"?: string | null
  "pipelineId"?: string | null
  "stageId"?: string | null
  "probability"?: number | null
  "amount"?: null | Money
  "closeDate"?: string | null
  "leadId"?: string | null
  "proposal"?: ProposalInput
  "custom"?: OpportunityCustomInput
}

export type ProposalInput = {
  "basis": ProposalBasis
  "productId": string
  "withProductId"?: string | null
  "found": number
  "of": number
}

export type OpportunityCustomInput = Record<string, unknown>

export type ChangeOpportunity = {
  "name"?: string
  "accountId"?: string | null
  "contactId"?: string | null
  "productId"?: string | null
  "budget"?: null | Money
  "costs"?: null | Money
  "channel"?: string | null
  "partnerId"?: string | null
  "nextStep"?: string | null
  "nextStepOn"?: string | null
  "dates"?: (NamedDate)[]
  "custom"?: OpportunityCustomInput
}

export type AdvanceOpportunityStage = {
  "stageId": string
}

export type OverrideOpportunityStage = {
  "stageId": string
  "reason": string
}

export type SetOpportunityProbability = {
  "probability": number | null
}

export type ChangeOpportunityAmount = {
  "amount": null | Money
}

export type ChangeOpportunityLines = {
  "lines": (LineRequest)[]
  "currency"?: Currency
}

export type LineRequest = {
  "productId"?: string | null
  "description"?: string
  "quantity": number
  "unitPrice"?: UnitPrice
  "discountPercent"?: Percentage
  "taxPercent"?: Percentage
}

export type ChangeOpportunityCloseDate = {
  "closeDate": string | null
}

export type SetOpportunityPlayer = {
  "contactId": string
  "role"?: string | null
  "stance"?: null | Stance
}

export type RemoveOpportunityPlayer = {
  "contactId": string
}

export type SetOpportunityCompetitors = {
  "competitorIds": (string)[]
}

export type AssignOpportunity = {
  "ownerId": string
}

export type WinOpportunity = {
  "amount"?: Money
  "reason"?: string | null
}

export type LoseOpportunity = {
  "reason": string
  "competitorId"?: string | null
}

export type ReopenOpportunity = {
  "stageId"?: string
}

export type CreateQuota = {
  "ownerId"?: string | null
  "teamId"?: string | null
  "startsOn": string
  "endsOn": string
  "target": Money
}

export type ChangeQuota = {
  "startsOn"?: string
  "endsOn"?: string
  "target"?: Money
}

export type CreateMarket = {
  "name": string
  "productGroupId"?: string | null
  "country"?: string | null
  "startsOn": string
  "endsOn": string
  "size": Money
  "source"?: string | null
}

export type ChangeMarket = {
  "name"?: string
  "productGroupId"?: string | null
  "country"?: string | null
  "startsOn"?: string
  "endsOn"?: string
  "size"?: Money
  "source"?: string | null
}

export type DraftQuote = {
  "opportunityId": string
  "currency"?: Currency
  "lines"?: (LineRequest)[]
  "validUntil": string
  "replacesId"?: string | null
  "intro"?: string | null
  "terms"?: string | null
}

export type ChangeQuoteLines = {
  "lines": (LineRequest)[]
}

export type TakeQuoteProposal = {
  "proposal": ProposalInput
}

export type ChangeQuoteValidity = {
  "validUntil": string
}

export type ChangeQuoteTexts = {
  "intro"?: string | null
  "terms"?: string | null
}

export type RequestQuoteApproval = {
  "reason": string
}

export type ApproveQuote = {
  "reason"?: string | null
}

export type DeclineQuoteApproval = {
  "reason": string
}

export type AcceptQuote = {
  "total"?: Money
}

export type RejectQuote = {
  "reason"?: string | null
}

export type CreateTextBlock = {
  "name": string
  "use": TextUse
  "text": string
}

export type ChangeTextBlock = {
  "name"?: string
  "use"?: TextUse
  "text"?: string
}

export type CreateMessageTemplate = {
  "name": string
  "subject": string
  "body": string
}

export type ChangeMessageTemplate = {
  "name"?: string
  "subject"?: string
  "body"?: string
}

export type CreateCampaign = {
  "name": string
  "goal"?: string | null
  "targets"?: CampaignTargets
  "budget"?: null | Money
  "startsOn"?: string | null
  "endsOn"?: string | null
  "channels"?: (CampaignChannel)[]
  "productIds"?: (string)[]
  "productGroupId"?: string | null
  "ownerId"?: string | null
}

export type CampaignTargets = {
  "responses"?: number | null
  "leads"?: number | null
  "won"?: number | null
  "revenue"?: null | Money
}

export type ChangeCampaign = {
  "name"?: string
  "goal"?: string | null
  "targets"?: CampaignTargets
  "budget"?: null | Money
  "startsOn"?: string | null
  "endsOn"?: string | null
  "channels"?: (CampaignChannel)[]
  "productIds"?: (string)[]
  "productGroupId"?: string | null
  "ownerId"?: string | null
}

export type CancelCampaign = {
  "reason"?: string | null
}

export type AddCampaignCost = {
  "costId"?: string
  "channel": CampaignChannel
  "amount": Money
  "on": string
  "what": string
  "responses"?: number | null
}

export type RemoveCampaignCost = {
  "costId": string
}

export type CreateContentItem = {
  "name": string
  "about"?: string | null
  "url": string
  "interests"?: (string)[]
  "templateId": string
  "mailboxId": string
  "purpose": string
}

export type ChangeContentItem = {
  "name"?: string
  "about"?: string | null
  "url"?: string
  "interests"?: (string)[]
  "templateId"?: string
  "mailboxId"?: string
  "purpose"?: string
}

export type BeginEnrolment = {
  "sequenceId": string
  "personId": string
  "model"?: SequenceModel
  "by"?: EnrolledBy
}

export type CreateGreeting = {
  "name": string
  "occasion": GreetingOccasion
  "countries"?: (Country)[]
  "where"?: unknown
  "texts": (GreetingText)[]
  "mailboxId"?: string | null
  "numberId"?: string | null
  "letterForm"?: null | LetterForm
  "purpose": string
  "time"?: string
}

export type GreetingText = {
  "language": string | null
  "templateId": string
}

export type ChangeGreeting = {
  "name"?: string
  "occasion"?: GreetingOccasion
  "countries"?: (Country)[]
  "where"?: unknown
  "texts"?: (GreetingText)[]
  "mailboxId"?: string | null
  "numberId"?: string | null
  "letterForm"?: null | LetterForm
  "purpose"?: string
  "time"?: string
}

export type DeactivateGreeting = {
  "reason"?: string | null
}

export type CreateLandingPage = {
  "name": string
  "slug": string
  "title": string
  "language"?: LandingPageLanguage
  "blocks"?: (PageBlock)[]
}

export type PageBlock = PageBlockHeading | PageBlockText | PageBlockPicture | PageBlockProduct | PageBlockForm | PageBlockButton

export type PageBlockHeading = {
  "is": "heading"
  "text": string
}

export type PageBlockText = {
  "is": "text"
  "text": string
}

export type PageBlockPicture = {
  "is": "picture"
  "picture": Picture
  "alt": string
}

export type PageBlockProduct = {
  "is": "product"
  "productId": string
}

export type PageBlockForm = {
  "is": "form"
  "formId": string
}

export type PageBlockButton = {
  "is": "button"
  "text": string
  "url": string
}

export type ChangeLandingPage = {
  "name"?: string
  "slug"?: string
  "title"?: string
  "language"?: LandingPageLanguage
  "blocks"?: (PageBlock)[]
}

export type CreateMailing = {
  "name": string
  "campaignId": string
  "listId": string
  "mailboxId"?: string | null
  "numberId"?: string | null
  "letterForm"?: null | LetterForm
  "purpose": string
  "templateId": string
  "variants"?: (MailingVariant)[]
  "otherSubject"?: string | null
}

export type MailingVariant = {
  "name": string
  "where": unknown
  "templateId": string
}

export type ChangeMailing = {
  "name"?: string
  "listId"?: string
  "mailboxId"?: string | null
  "numberId"?: string | null
  "letterForm"?: null | LetterForm
  "purpose"?: string
  "templateId"?: string
  "variants"?: (MailingVariant)[]
  "otherSubject"?: string | null
}

export type ScheduleMailing = {
  "at"?: string
}

export type StopMailing = {
  "reason"?: string | null
}

export type SendMailingRecipientContent = {
  "contentItemId": string
  "personId": string
  "model": SendMailingRecipientContentModel
}

export type SendMailingRecipientContentModel = "contact" | "lead"

export type CreateMarketingList = {
  "name": string
  "about"?: string | null
  "model": MarketingListModel
  "kind": MarketingListKind
  "where"?: unknown
}

export type ChangeMarketingList = {
  "name"?: string
  "about"?: string | null
  "where"?: unknown
}

export type ListMembers = {
  "recordIds": (string)[]
}

export type CreateMarketingPlan = {
  "name": string
  "startsOn": string
  "endsOn": string
  "targets"?: (PlanTarget)[]
  "goals"?: (PlanGoal)[]
}

export type PlanTarget = {
  "metric": PlanMetric
  "currency"?: string | null
  "from": string
  "to": string
  "productGroupId"?: string | null
  "country"?: string | null
  "value": number
}

export type PlanGoal = {
  "text": string
  "state": PlanGoalState
  "note"?: string | null
}

export type ChangeMarketingPlan = {
  "name"?: string
  "startsOn"?: string
  "endsOn"?: string
  "targets"?: (PlanTarget)[]
  "goals"?: (PlanGoal)[]
}

export type CreateSequence = {
  "name": string
  "model": SequenceModel
  "campaignId": string
  "mailboxId": string
  "purpose": string
  "steps"?: (SequenceStep)[]
  "goal"?: unknown
  "stages"?: (LeadStatus)[]
}

export type SequenceStep = SequenceStepMail | SequenceStepTask | SequenceStepWait | SequenceStepCheck

export type SequenceStepMail = {
  "do": "mail"
  "templateId": string
  "version"?: number | null
}

export type SequenceStepTask = {
  "do": "task"
  "subject": string
  "dueInDays": number
  "assigneeId": string | null
}

export type SequenceStepWait = {
  "do": "wait"
  "amount": number
  "unit": WaitUnit
  "calendarId": string | null
}

export type WaitUnit = "hours" | "days"

export type SequenceStepCheck = {
  "do": "check"
  "where": unknown
  "skip": number
}

export type ChangeSequence = {
  "name"?: string
  "mailboxId"?: string
  "purpose"?: string
  "steps"?: (SequenceStep)[]
  "goal"?: unknown
  "stages"?: (LeadStatus)[]
}

export type CreateTrackedSite = {
  "name": string
  "sites": (string)[]
}

export type ChangeTrackedSite = {
  "name"?: string
  "sites"?: (string)[]
}

export type CreateAsset = {
  "name": string
  "serial"?: string | null
  "accountId": string
  "productId"?: string | null
  "parentId"?: string | null
  "orderId"?: string | null
  "site"?: string | null
  "installedOn"?: string | null
  "note"?: string | null
  "warrantyId"?: string | null
  "warrantyFrom"?: string | null
}

export type ChangeAsset = {
  "name"?: string
  "serial"?: string | null
  "accountId"?: string
  "productId"?: string | null
  "parentId"?: string | null
  "orderId"?: string | null
  "site"?: string | null
  "installedOn"?: string | null
  "note"?: string | null
}

export type SetAssetWarranty = {
  "warrantyId": string | null
  "warrantyFrom"?: string | null
}

export type CreateBusinessCalendar = {
  "timeZone": TimeZone
  "weekly": (OpeningHours)[]
  "holidays"?: (string)[]
  "name": string
}

export type ChangeBusinessCalendar = {
  "timeZone"?: TimeZone
  "weekly"?: (OpeningHours)[]
  "holidays"?: (string)[]
  "name"?: string
}

export type CreateContract = {
  "name": string
  "accountId": string
  "ownerId"?: string | null
  "tier"?: string | null
  "slaPolicyId"?: string | null
  "coversAll"?: boolean
  "productIds"?: (string)[]
  "assetIds"?: (string)[]
  "startsOn": string
  "endsOn"?: string | null
  "renewMonths"?: number | null
  "noticeDays"?: number | null
  "price"?: null | Money
  "billing"?: null | ContractBilling
  "text"?: string | null
}

export type ChangeContract = {
  "name"?: string
  "ownerId"?: string | null
  "tier"?: string | null
  "slaPolicyId"?: string | null
  "coversAll"?: boolean
  "productIds"?: (string)[]
  "assetIds"?: (string)[]
  "startsOn"?: string
  "endsOn"?: string | null
  "renewMonths"?: number | null
  "noticeDays"?: number | null
  "price"?: null | Money
  "billing"?: null | ContractBilling
  "text"?: string | null
}

export type CancelContract = {
  "reason"?: string | null
}

export type RenewContract = {
  "endsOn": string
  "price"?: Money
}

export type TerminateContract = {
  "reason": string
}

export type CreateWarranty = {
  "name": string
  "months": number
  "text"?: string | null
}

export type ChangeWarranty = {
  "name"?: string
  "months"?: number
  "text"?: string | null
}

export type CreateArticle = {
  "type": ArticleType
  "title": string
  "summary"?: string | null
  "body"?: string | null
  "steps"?: (ArticleStep)[]
  "category"?: string | null
  "productIds"?: (string)[]
  "keywords"?: (string)[]
  "audience"?: ArticleAudience
  "language": Language
  "originalId"?: string | null
  "ticketId"?: string | null
  "ownerId"?: string | null
  "reviewOn"?: string | null
}

export type ChangeArticle = {
  "type"?: ArticleType
  "title"?: string
  "summary"?: string | null
  "body"?: string | null
  "steps"?: (ArticleStep)[]
  "category"?: string | null
  "productIds"?: (string)[]
  "keywords"?: (string)[]
  "audience"?: ArticleAudience
}

export type ReturnArticle = {
  "reason": string
}

export type AssignArticle = {
  "ownerId": string | null
}

export type PlanArticleReview = {
  "reviewOn": string | null
}

export type RateArticle = {
  "helpful": boolean
  "version": number
  "deflected"?: true
}

export type CreateSlaPolicy = {
  "name": string
  "calendarId": string
  "targets": SlaTargets
  "escalateTo"?: null | EscalateTo
  "default"?: boolean
}

export type ChangeSlaPolicy = {
  "name"?: string
  "calendarId"?: string
  "targets"?: SlaTargets
  "escalateTo"?: null | EscalateTo
  "default"?: boolean
}

export type OpenTicket = {
  "subject": string
  "description"?: string | null
  "requester"?: null | TicketRequesterInput
  "accountId"?: string | null
  "contactId"?: string | null
  "priority"?: Priority
  "category"?: string | null
  "channel"?: TicketChannel
  "assigneeId"?: string | null
  "teamId"?: string | null
  "askerId"?: string
  "assetId"?: string | null
  "type"?: null | TicketType
  "severity"?: string | null
  "productId"?: string | null
  "parentId"?: string | null
  "rootCause"?: string | null
  "conversationId"?: string
  "custom"?: TicketCustomInput
  "slaPolicyId"?: string
  "failedOn"?: string
}

export type TicketRequesterInput = {
  "name": string
  "email"?: string | null
}

export type TicketChannel = "email" | "phone" | "chat" | "web" | "portal" | "social"

export type TicketCustomInput = Record<string, unknown>

export type LinkTicket = {
  "ticketId": string
}

export type UnlinkTicket = {
  "ticketId": string
}

export type PlanTicketCorrection = {
  "activityId": string
}

export type DropTicketCorrection = {
  "activityId": string
}

export type ChangeTicket = {
  "subject"?: string
  "description"?: string | null
  "requester"?: null | TicketRequesterInput
  "accountId"?: string | null
  "contactId"?: string | null
  "category"?: string | null
  "channel"?: TicketChannel
  "type"?: null | TicketType
  "severity"?: string | null
  "productId"?: string | null
  "parentId"?: string | null
  "rootCause"?: string | null
  "custom"?: TicketCustomInput
}

export type SetTicketAsset = {
  "assetId": string | null
  "failedOn"?: string
}

export type AssignTicket = {
  "assigneeId"?: string | null
  "teamId"?: string | null
}

export type ReplyTicket = {
  "body": string
  "author"?: ReplyTicketAuthor
  "articleIds"?: (string)[]
}

export type ReplyTicketAuthor = "agent" | "requester"

export type AddTicketNote = {
  "body": string
}

export type PendTicket = {
  "reason"?: string | null
}

export type ResolveTicket = {
  "resolution"?: string | null
  "rootCause"?: string | null
}

export type ReopenTicket = {
  "reason"?: string | null
}

export type ChangeTicketPriority = {
  "priority": Priority
}

export type EscalateTicket = {
  "cause"?: EscalateTicketCause
  "note"?: string | null
  "to"?: EscalateTicketTo
}

export type EscalateTicketCause = "manual" | "response-breach" | "resolution-breach"

export type EscalateTicketTo = {
  "assigneeId": string | null
  "teamId": string | null
}

export type BookAppointment = {
  "title"?: string
  "note"?: string | null
  "serviceId"?: string | null
  "serviceOrderId"?: string | null
  "resourceId": string
  "startsAt": string
  "endsAt": string
  "outsideHours"?: boolean
}

export type MoveAppointment = {
  "resourceId"?: string
  "startsAt": string
  "endsAt"?: string
  "outsideHours"?: boolean
}

export type ChangeAppointment = {
  "title"?: string
  "note"?: string | null
}

export type CancelAppointment = {
  "reason"?: string | null
}

export type CreateMaintenancePlan = {
  "name": string
  "accountId": string
  "serviceId": string
  "assetId"?: string | null
  "contractId"?: string | null
  "ownerId"?: string | null
  "rhythm": MaintenanceRhythm
  "startsOn": string
  "endsOn"?: string | null
  "aheadDays"?: number
  "tasks"?: (string)[]
}

export type ChangeMaintenancePlan = {
  "name"?: string
  "serviceId"?: string
  "assetId"?: string | null
  "contractId"?: string | null
  "ownerId"?: string | null
  "rhythm"?: MaintenanceRhythm
  "startsOn"?: string
  "endsOn"?: string | null
  "aheadDays"?: number
  "tasks"?: (string)[]
}

export type CreateResource = {
  "name": string
  "kind"?: ResourceKind
  "userId"?: string | null
  "skills"?: (string)[]
  "calendarId": string
  "capacity"?: number
  "site"?: string | null
}

export type ChangeResource = {
  "name"?: string
  "kind"?: ResourceKind
  "userId"?: string | null
  "skills"?: (string)[]
  "calendarId"?: string
  "capacity"?: number
  "site"?: string | null
}

export type CreateResourceGroup = {
  "name": string
  "resourceIds": (string)[]
}

export type ChangeResourceGroup = {
  "name"?: string
  "resourceIds"?: (string)[]
}

export type CreateService = {
  "name": string
  "description"?: string | null
  "price"?: null | Money
  "priceFor"?: ServicePriceFor
  "minutes"?: number
  "slaPolicyId"?: string | null
  "skills"?: (string)[]
  "calendarId"?: string | null
  "available"?: boolean
}

export type ChangeService = {
  "name"?: string
  "description"?: string | null
  "price"?: null | Money
  "priceFor"?: ServicePriceFor
  "minutes"?: number
  "slaPolicyId"?: string | null
  "skills"?: (string)[]
  "calendarId"?: string | null
  "available"?: boolean
}

export type CreateServiceOrder = {
  "title"?: string
  "description"?: string | null
  "accountId"?: string
  "contactId"?: string | null
  "ticketId"?: string | null
  "assetId"?: string | null
  "contractId"?: string | null
  "serviceId"?: string | null
  "site"?: string | null
  "ownerId"?: string | null
  "dueOn"?: string | null
  "failedOn"?: string
  "billsVisit"?: boolean
  "tasks"?: (string)[]
}

export type ChangeServiceOrder = {
  "title"?: string
  "description"?: string | null
  "site"?: string | null
  "ownerId"?: string | null
  "contactId"?: string | null
  "contractId"?: string | null
  "dueOn"?: string | null
  "billsVisit"?: boolean
}

export type CompleteServiceOrder = {
  "summary"?: string | null
}

export type ReopenServiceOrder = {
  "reason": string
}

export type CancelServiceOrder = {
  "reason": string
}

export type AddServiceOrderTask = {
  "id"?: string
  "text": string
}

export type TickServiceOrderTask = {
  "taskId": string
  "done"?: boolean
}

export type RemoveServiceOrderTask = {
  "taskId": string
}

export type UseServiceOrderPart = {
  "productId"?: string | null
  "description"?: string
  "quantity": number
  "unitPrice"?: null | HeldPrice
  "billable"?: boolean
}

export type RemoveServiceOrderPart = {
  "partId": string
}

export type LogServiceOrderTime = {
  "userId"?: string | null
  "text"?: string | null
  "startedAt": string
  "endedAt": string
  "rate"?: null | Money
  "billable"?: boolean
}

export type RemoveServiceOrderTime = {
  "timeId": string
}

export type SignServiceOrder = {
  "name": string
  "fileId"?: string | null
}

export type BillServiceOrder = {
  "taxPercent"?: Percentage
}

export type AddActivity = {
  "kind": ActivityKind
  "subject"?: string | null
  "body"?: string | null
  "priority"?: null | Priority
  "due"?: null | DueInput
  "recurrence"?: null | RecurrenceRule
  "startsAt"?: string | null
  "endsAt"?: string | null
  "direction"?: null | CallDirection
  "durationSeconds"?: number | null
  "purpose"?: string | null
  "outcome"?: null | CallOutcome
  "location"?: string | null
  "remindAt"?: string | null
  "exclusive"?: boolean
  "invites"?: boolean
  "regarding"?: (Regarded)[]
  "participants"?: (Participant)[]
  "assigneeId"?: string | null
  "followsId"?: string | null
  "bookingPageId"?: string
  "done"?: boolean
  "email"?: null | EmailHeadInput
}

export type DueInput = {
  "day": string
  "time"?: string | null
  "timeZone"?: TimeZone
}

export type RecurrenceRule = {
  "every": RecurrenceUnit
  "interval"?: number
  "weekdays"?: (number)[]
  "until"?: string | null
}

export type Participant = {
  "model": ParticipantModel
  "id": string
}

export type EmailHeadInput = {
  "from"?: null | MailboxInput
  "to"?: (MailboxInput)[]
  "cc"?: (MailboxInput)[]
  "msgid"?: string | null
  "inReplyTo"?: string | null
  "references"?: (string)[]
}

export type MailboxInput = {
  "name"?: string | null
  "address": Email
}

export type ChangeActivity = {
  "subject"?: string | null
  "body"?: string | null
  "priority"?: null | Priority
  "due"?: null | DueInput
  "recurrence"?: null | RecurrenceRule
  "startsAt"?: string | null
  "endsAt"?: string | null
  "direction"?: null | CallDirection
  "durationSeconds"?: number | null
  "purpose"?: string | null
  "outcome"?: null | CallOutcome
  "location"?: string | null
  "remindAt"?: string | null
  "exclusive"?: boolean
  "invites"?: boolean
  "regarding"?: (Regarded)[]
  "participants"?: (Participant)[]
}

export type AssignActivity = {
  "assigneeId": string | null
}

export type CompleteActivity = {
  "body"?: string | null
  "purpose"?: string | null
  "outcome"?: null | CallOutcome
  "durationSeconds"?: number | null
  "startsAt"?: string | null
  "endsAt"?: string | null
}

export type CancelActivity = {
  "reason"?: string | null
}

export type RespondActivity = {
  "participant"?: Participant
  "response": InviteResponse
  "sequence"?: number
}

export type RenameFile = {
  "name": string
}

export type CreateMailbox = {
  "name": string
  "address": Email
  "ownerId"?: string | null
  "teamId"?: string | null
  "imap"?: null | MailServer
  "smtp"?: null | MailServer
  "login": string
  "tickets"?: boolean
  "checkedBy"?: string | null
  "signature"?: string | null
}

export type ChangeMailbox = {
  "name"?: string
  "address"?: Email
  "imap"?: null | MailServer
  "smtp"?: null | MailServer
  "login"?: string
  "tickets"?: boolean
  "checkedBy"?: string | null
  "signature"?: string | null
}

export type BeginConversation = {
  "mailboxId"?: string | null
  "subject"?: string | null
  "tickets"?: boolean
  "numberId"?: string | null
  "socialAccountId"?: string | null
  "handle"?: string | null
  "direct"?: boolean
  "number"?: string | null
  "contactId"?: string | null
}

export type SayConversation = {
  "text": string
}

export type FileConversation = {
  "records": (ConversationRecord)[]
  "by"?: FiledBy
}

export type FiledBy = "address" | "number" | "ticket" | "made" | "person"

export type TakeConversationOff = {
  "records": (ConversationRecord)[]
}

export type AssignConversation = {
  "assigneeId": string | null
}

export type SnoozeConversation = {
  "until": string
}

export type OrderOutgoingMail = {
  "conversationId": string
  "ticketId"?: string | null
  "to": (MailboxInput)[]
  "cc"?: (MailboxInput)[]
  "bcc"?: (MailboxInput)[]
  "subject": string
  "body": string
  "templateId"?: string | null
  "sendAt"?: string
}

export type CreateSmsNumber = {
  "name": string
  "number": string
  "country": Country
  "ownerId"?: string | null
  "teamId"?: string | null
  "gateway"?: null | SmsGatewayInput
  "pricePerPart"?: null | UnitPrice
}

export type SmsGatewayInput = SmppGatewayInput | KannelGateway

export type SmppGatewayInput = {
  "is": "smpp"
  "host": string
  "port": number
  "tls": boolean
  "login": string
  "systemType"?: string | null
}

export type ChangeSmsNumber = {
  "name"?: string
  "country"?: Country
  "gateway"?: null | SmsGatewayInput
  "pricePerPart"?: null | UnitPrice
}

export type OrderOutgoingSms = {
  "conversationId": string
  "body": string
  "templateId"?: string | null
  "sendAt"?: string
}

export type CreateSocialAccount = {
  "name": string
  "server": string
  "ownerId"?: string | null
  "teamId"?: string | null
}

export type ChangeSocialAccount = {
  "name"?: string
}

export type CreateSocialMonitor = {
  "name": string
  "socialAccountId": string
  "is": SocialMonitored
  "term": string
}

export type ChangeSocialMonitor = {
  "name"?: string
}

export type CorrectSocialMessageMood = {
  "mood": null | Mood
}

export type WriteSocialPost = {
  "socialAccountId"?: string | null
  "conversationId"?: string | null
  "text": string
  "visibility"?: SocialVisibility
  "campaignId"?: string | null
  "publishAt"?: string | null
}

export type ChangeSocialPost = {
  "text"?: string
  "visibility"?: SocialVisibility
  "campaignId"?: string | null
}

export type ScheduleSocialPost = {
  "publishAt": string
}

export type CreatePhoneLine = {
  "name": string
  "server": string
  "domain": string
  "login": string
  "country": Country
  "userId"?: string | null
}

export type ChangePhoneLine = {
  "name"?: string
  "server"?: string
  "domain"?: string
  "login"?: string
  "country"?: Country
  "userId"?: string | null
}

export type StartPhoneCall = {
  "lineId": string
  "direction": CallDirection
  "number": string
  "name"?: string | null
  "records"?: (ConversationRecord)[]
}

export type EndPhoneCall = {
  "end": PhoneCallEndTold
  "durationSeconds"?: number
}

export type PhoneCallEndTold = "hung-up" | "transferred" | "missed" | "declined" | "no-answer" | "busy" | "failed"

export type NotePhoneCall = {
  "note": string | null
}

export type FilePhoneCall = {
  "records": (ConversationRecord)[]
}

export type TakePhoneCallOff = {
  "records": (ConversationRecord)[]
}

export type WriteLetter = {
  "contactId": string
  "form"?: LetterForm
  "subject": string
  "body": string
  "templateId"?: string | null
}

export type ReturnLetter = {
  "reason"?: string | null
}

export type CreateBookingPage = {
  "name": string
  "formId": string
  "hostIds": (string)[]
  "subject": string
  "location"?: string | null
  "minutes"?: number
  "before"?: number
  "after"?: number
  "noticeHours"?: number
  "daysAhead"?: number
  "mostPerDay"?: number
}

export type ChangeBookingPage = {
  "name"?: string
  "formId"?: string
  "hostIds"?: (string)[]
  "subject"?: string
  "location"?: string | null
  "minutes"?: number
  "before"?: number
  "after"?: number
  "noticeHours"?: number
  "daysAhead"?: number
  "mostPerDay"?: number
}

export type CreateChatWidget = {
  "name": string
  "title": string
  "greeting": string
  "language"?: ChatLanguage
  "sites"?: (string)[]
  "teamId"?: string | null
  "bot"?: boolean
  "asks"?: (ChatQuestion)[]
  "makes"?: ChatMakes
  "source"?: string
  "category"?: string | null
}

export type ChangeChatWidget = {
  "name"?: string
  "title"?: string
  "greeting"?: string
  "language"?: ChatLanguage
  "sites"?: (string)[]
  "teamId"?: string | null
  "bot"?: boolean
  "asks"?: (ChatQuestion)[]
  "makes"?: ChatMakes
  "source"?: string
  "category"?: string | null
}

export type DefineRole = {
  "may": (string)[]
  "seesAll": (string)[]
  "seesMembers": boolean
  "queues": (string)[]
  "hidden": Record<string, (string)[]>
  "readOnly": Record<string, (string)[]>
  "name": string
}

export type ChangeRole = {
  "may"?: (string)[]
  "seesAll"?: (string)[]
  "seesMembers"?: boolean
  "queues"?: (string)[]
  "hidden"?: Record<string, (string)[]>
  "readOnly"?: Record<string, (string)[]>
  "name"?: string
}

export type CreateTeam = {
  "name": string
  "region"?: string | null
  "managerId"?: string | null
  "parentId"?: string | null
  "directoryKey"?: string | null
}

export type ChangeTeam = {
  "name"?: string
  "region"?: string | null
  "managerId"?: string | null
  "parentId"?: string | null
  "directoryKey"?: string | null
}

export type RegisterUser = {
  "name": string
  "email": Email
  "teamId"?: string | null
  "timeZone"?: TimeZone
  "role": string
}

export type ChangeUser = {
  "name"?: string
  "email"?: Email
  "teamId"?: string | null
  "timeZone"?: TimeZone
  "skills"?: (string)[]
  "phone"?: string | null
  "photo"?: string | null
  "language"?: Language
}

export type AssignUserRole = {
  "role": string
}

export type GrantShare = {
  "model": string
  "recordId": string
  "grantee": GrantShareGrantee
  "granteeId": string
  "level": GrantShareLevel
  "reason": string
  "expiresAt"?: string | null
}

export type GrantShareGrantee = "user" | "team"

export type GrantShareLevel = "read" | "write"

export type AssignTraining = {
  "title": string
  "text": string
  "dueOn": string
  "userIds": (string)[]
}

export type AddTrainingPeople = {
  "userIds": (string)[]
}

export type CreateReport = {
  "name": string
  "folder"?: string | null
  "description"?: string | null
  "definition": ReportDefinitionInput
  "shared"?: boolean
  "ownerId"?: string
  "goal"?: number | null
  "goalAmount"?: null | Money
}

export type ReportDefinitionInput = {
  "model": string
  "where"?: Criterion
  "columns"?: (string)[]
  "groups"?: (ReportGroupInput)[]
  "measures"?: (ReportMeasureInput)[]
  "sort"?: string | null
  "chart"?: ReportChart
}

export type ReportGroupInput = {
  "field": string
  "period"?: null | ReportPeriod
}

export type ReportMeasureInput = {
  "of": ReportMeasured
  "field"?: string | null
  "where"?: Criterion
  "label"?: string | null
}

export type ChangeReport = {
  "name"?: string
  "folder"?: string | null
  "description"?: string | null
  "definition"?: ReportDefinitionInput
  "shared"?: boolean
  "goal"?: number | null
  "goalAmount"?: null | Money
}

export type AssignReport = {
  "ownerId": string
}

export type MakeReportLink = {
  "reportId": string
  "purpose": string
  "asOf"?: string | null
  "expiresAt": string
  "files"?: boolean
}

export type CreateReportSchedule = {
  "name"?: string
  "reportId": string
  "format": ReportFormat
  "start": ReportStart
  "recipientIds": (string)[]
  "ownerId"?: string
  "recurrence": RecurrenceRule
}

export type ChangeReportSchedule = {
  "name"?: string
  "format"?: ReportFormat
  "start"?: ReportStart
  "recipientIds"?: (string)[]
  "ownerId"?: string
  "recurrence"?: RecurrenceRule
}

export type CreateCustomSetting = {
  "key": string
  "name": string
  "about"?: string | null
  "kind": CreateCustomSettingKind
  "choices"?: (string)[]
}

export type CreateCustomSettingKind = "text" | "number" | "yes-no" | "date" | "choice"

export type ChangeCustomSetting = {
  "name"?: string
  "about"?: string | null
  "choices"?: (string)[]
}

export type SetCustomSetting = {
  "value": string | null
  "from": string
}

export type ChangeChoiceList = {
  "name"?: string
  "others"?: boolean
}

export type AddChoiceListChoice = {
  "choice": AddChoiceListChoiceChoice
  "index"?: number
}

export type AddChoiceListChoiceChoice = {
  "id"?: string
  "name": string
  "from"?: string | null
  "until"?: string | null
}

export type ChangeChoiceListChoice = {
  "name"?: string
  "from"?: string | null
  "until"?: string | null
  "choiceId": string
}

export type MoveChoiceListChoice = {
  "choiceId": string
  "index": number
}

export type RetireChoiceListChoice = {
  "choiceId": string
}

export type AddFieldSetField = {
  "key": CustomFieldKey
  "label": string
  "type": CustomFieldType
  "choices"?: (string)[]
  "list"?: null | ChoiceListKey
  "of"?: null | ReferredKind
  "personal"?: boolean
  "required"?: boolean
  "section"?: string | null
  "help"?: string | null
}

export type ChangeFieldSetField = {
  "key": CustomFieldKey
  "label"?: string
  "choices"?: (string)[]
  "required"?: boolean
  "section"?: string | null
  "help"?: string | null
  "type"?: CustomFieldType
  "list"?: null | ChoiceListKey
  "of"?: null | ReferredKind
  "personal"?: boolean
}

export type MoveFieldSetField = {
  "key": CustomFieldKey
  "index": number
}

export type ArchiveFieldSetField = {
  "key": CustomFieldKey
}

export type RestoreFieldSetField = {
  "key": CustomFieldKey
}

export type CreateTag = {
  "name": string
  "tone"?: TagTone
}

export type ChangeTag = {
  "name"?: string
  "tone"?: TagTone
}

export type ChangeRuleSet = {
  "name"?: string
}

export type DraftRuleSet = {
  "content": NewRuleContent
}

export type PublishRuleSet = {
  "from"?: string | null
  "note"?: string | null
}

export type CloseSecurityAlert = {
  "verdict": CloseSecurityAlertVerdict
  "note": string
}

export type CloseSecurityAlertVerdict = "harmless" | "incident"

export type CreateRetentionRule = {
  "name": string
  "kind": CreateRetentionRuleKind
  "days": number
}

export type CreateRetentionRuleKind = "contact" | "lead" | "enrolment" | "mailingRecipient" | "webVisitor" | "ticket" | "serviceOrder" | "activity" | "file" | "conversation" | "outgoingMail" | "outgoingSms" | "socialMessage" | "socialPost" | "phoneCall" | "letter"

export type ChangeRetentionRule = {
  "name"?: string
  "kind"?: ChangeRetentionRuleKind
  "days"?: number
}

export type ChangeRetentionRuleKind = "contact" | "lead" | "enrolment" | "mailingRecipient" | "webVisitor" | "ticket" | "serviceOrder" | "activity" | "file" | "conversation" | "outgoingMail" | "outgoingSms" | "socialMessage" | "socialPost" | "phoneCall" | "letter"

export type CreateWebhook = {
  "name": string
  "url": string
  "types": (string)[]
  "where"?: unknown
}

export type ChangeWebhook = {
  "name"?: string
  "url"?: string
  "types"?: (string)[]
  "where"?: unknown
}

export type ReplayWebhook = {
  "after": string
}

export type AccountSort = "name" | "-name" | "city" | "-city" | "country" | "-country" | "classification" | "-classification" | "revenue" | "-revenue" | "employees" | "-employees" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ContactSort = "updatedAt" | "-updatedAt" | "createdAt" | "-createdAt" | "email" | "-email" | "city" | "-city" | "country" | "-country" | "birthDate" | "-birthDate" | "classification" | "-classification" | "name" | "-name"

export type ProductSort = "name" | "-name" | "code" | "-code" | "price" | "-price" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ProductGroupSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type PriceBookSort = "name" | "-name" | "validFrom" | "-validFrom" | "validUntil" | "-validUntil" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type LeadFormSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type OrderSort = "placedAt" | "-placedAt" | "updatedAt" | "-updatedAt" | "number" | "-number" | "gross" | "-gross" | "wantedOn" | "-wantedOn"

export type FollowUpSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type InvoiceSort = "issuedOn" | "-issuedOn" | "dueOn" | "-dueOn" | "number" | "-number" | "gross" | "-gross" | "open" | "-open" | "updatedAt" | "-updatedAt"

export type PaymentSort = "receivedOn" | "-receivedOn" | "paid" | "-paid" | "left" | "-left" | "updatedAt" | "-updatedAt"

export type AccountingRunSort = "createdAt" | "-createdAt" | "number" | "-number" | "startsOn" | "-startsOn"

export type RateSheetSort = "on" | "-on" | "updatedAt" | "-updatedAt"

export type PipelineSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type CompetitorSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type LeadSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "score" | "-score" | "genuineness" | "-genuineness" | "company" | "-company" | "statusSince" | "-statusSince" | "wakeOn" | "-wakeOn" | "name" | "-name"

export type OpportunitySort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "name" | "-name" | "closeDate" | "-closeDate" | "amount" | "-amount" | "nextStepOn" | "-nextStepOn" | "probability" | "-probability" | "slips" | "-slips"

export type QuotaSort = "startsOn" | "-startsOn" | "endsOn" | "-endsOn" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type MarketSort = "name" | "-name" | "startsOn" | "-startsOn" | "endsOn" | "-endsOn" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type QuoteSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "number" | "-number" | "validUntil" | "-validUntil" | "gross" | "-gross"

export type TextBlockSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type MessageTemplateSort = "name" | "-name" | "publishedAt" | "-publishedAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type CampaignSort = "createdAt" | "-createdAt" | "name" | "-name" | "startsOn" | "-startsOn" | "endsOn" | "-endsOn" | "updatedAt" | "-updatedAt"

export type ContentItemSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ContentOffersModel = "contact" | "lead"

export type EnrolmentSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type GreetingSort = "name" | "-name" | "next" | "-next" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type LandingPageSort = "name" | "-name" | "publishedAt" | "-publishedAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type MailingSort = "createdAt" | "-createdAt" | "name" | "-name" | "scheduledAt" | "-scheduledAt" | "updatedAt" | "-updatedAt"

export type MailingRecipientSort = "createdAt" | "-createdAt" | "sentAt" | "-sentAt" | "respondedAt" | "-respondedAt" | "updatedAt" | "-updatedAt"

export type MarketingListSort = "name" | "-name" | "size" | "-size" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type MarketingPlanSort = "startsOn" | "-startsOn" | "name" | "-name" | "endsOn" | "-endsOn" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SequenceSort = "name" | "-name" | "publishedAt" | "-publishedAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type TrackedSiteSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type WebVisitorSort = "lastAt" | "-lastAt" | "views" | "-views" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type AssetSort = "name" | "-name" | "serial" | "-serial" | "installedOn" | "-installedOn" | "warrantyUntil" | "-warrantyUntil" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type BusinessCalendarSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ContractSort = "endsOn" | "-endsOn" | "startsOn" | "-startsOn" | "name" | "-name" | "number" | "-number" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type WarrantySort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ArticleSort = "title" | "-title" | "reviewOn" | "-reviewOn" | "publishedAt" | "-publishedAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SlaPolicySort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type TicketSort = "timeLeft" | "-timeLeft" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "number" | "-number"

export type PromiseOutcome = "met" | "missed"

export type TicketTrendBy = "all" | "category" | "product" | "type"

export type AppointmentSort = "startsAt" | "-startsAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type MaintenancePlanSort = "nextDueOn" | "-nextDueOn" | "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ResourceSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ResourceGroupSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ServiceSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ServiceOrderSort = "createdAt" | "-createdAt" | "dueOn" | "-dueOn" | "number" | "-number" | "updatedAt" | "-updatedAt"

export type ActivityListSort = "dueAt" | "-dueAt" | "at" | "-at" | "priority" | "-priority" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type FileRecordSort = "at" | "-at" | "name" | "-name" | "bytes" | "-bytes" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type MailboxRecordSort = "name" | "-name" | "address" | "-address" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ConversationSort = "lastAt" | "-lastAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ConversationsStatus = "open" | "closed"

export type OutgoingMailSort = "sendAt" | "-sendAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SmsNumberSort = "name" | "-name" | "number" | "-number" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type OutgoingSmsSort = "sendAt" | "-sendAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SocialAccountSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SocialMonitorSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SocialMessageSort = "postedAt" | "-postedAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SocialPostSort = "publishAt" | "-publishAt" | "postedAt" | "-postedAt" | "reactions" | "-reactions" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type PhoneLineSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type PhoneCallSort = "startedAt" | "-startedAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type LetterSort = "createdAt" | "-createdAt" | "writtenAt" | "-writtenAt" | "postedAt" | "-postedAt" | "updatedAt" | "-updatedAt"

export type BookingPageSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ChatWidgetSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type RoleSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SessionsSort = "begunAt" | "-begunAt" | "endedAt" | "-endedAt"

export type TeamSort = "name" | "-name" | "region" | "-region" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type UserSort = "name" | "-name" | "email" | "-email" | "role" | "-role" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ShareSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type TrainingSort = "dueOn" | "-dueOn" | "title" | "-title" | "open" | "-open" | "createdAt" | "-createdAt"

export type DealSizesBy = "month" | "owner" | "sector" | "channel" | "country"

export type WinRatesBy = "owner" | "stage" | "source" | "channel" | "competitor" | "reason" | "month"

export type ForecastGroupBy = "owner" | "month" | "team"

export type BackTestSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type Outcome = "won" | "lost" | "converted" | "disqualified" | "activity"

export type LeadToWonCohortInput = "won" | "captured"

export type MiningResultSort = "createdAt" | "-createdAt" | "name" | "-name" | "updatedAt" | "-updatedAt"

export type ReportSort = "name" | "-name" | "folder" | "-folder" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ReportLinkSort = "expiresAt" | "-expiresAt" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ReportScheduleSort = "nextAt" | "-nextAt" | "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ReportDeliverySort = "asOf" | "-asOf" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type ReportDeliveriesStatus = "waiting" | "sent" | "left-out"

export type CustomSettingSort = "key" | "-key" | "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type CustomSettingsKind = "text" | "number" | "yes-no" | "date" | "choice"

export type ChoiceListSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type FieldSetSort = "kind" | "-kind" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type TagSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type RuleSetSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SecurityAlertSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type SecurityAlertsKind = "failed-sign-ins" | "mass-export" | "mass-reading" | "refused-access" | "off-hours" | "projection-stopped" | "virus-found"

export type PrivacyRequestSort = "createdAt" | "-createdAt" | "completedAt" | "-completedAt"

export type PrivacyRequestsGround = "person" | "retention" | "removal"

export type RetentionRuleSort = "name" | "-name" | "createdAt" | "-createdAt"

export type SecurityCheckSort = "createdAt" | "-createdAt"

export type ImportSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "endedAt" | "-endedAt"

export type BatchSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "endedAt" | "-endedAt" | "total" | "-total"

export type WebhookSort = "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt"

export type WorkflowRunSort = "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "ruleName" | "-ruleName"

export type TimelineBasis = "occurred" | "recorded"

export type TimelineOrder = "asc" | "desc"

export type SetEventAside = {
  "eventId": string
  "reason": string
}

export type PostAdminDeadLettersDismiss = {
  "reason": string
}

export type AuditBasis = "recorded" | "occurred"

export type CompareLists = {
  "model": string
  "matching"?: Record<string, string>
  "from": string
  "to"?: string
  "basis"?: TimeBasis
}

export type SubscribedMessage = {
  "subscribed": Topic
  "position": Position
}

export type Topic = string

export type UnsubscribedMessage = {
  "unsubscribed": Topic
}

export type ChangesMessage = {
  "topic": Topic
  "position": Position
  "changes": (Change)[]
}

export type ProgressMessage = {
  "progress": JobProgress
}

export type JobProgress = {
  "kind": string
  "about": string | null
  "ownerId": string
  "state": JobState
  "done": number
  "total": number | null
  "startedAt": string
  "endedAt": string | null
  "result": null | JobProgressResult
  "error": string | null
  "job": string
}

export type JobProgressResult = {
  "path"?: string
  [name: string]: unknown
}

export type StatusMessage = {
  "topic": "status"
  "status": LogProgress
}

export type LogProgress = {
  "position": string | null
  "last": string | null
  "lag": null | Lag
  "live": boolean
  "trouble": string | null
  "projections": (LogProgressProjection)[]
  "sagas": (LogProgressSaga)[]
}

export type LogProgressProjection = {
  "name": string
  "version": number
  "position": string | null
  "lag": null | Lag
  "state": LogProgressProjectionState
  "failure": null | LogProgressProjectionFailure
  "hint": string | null
  "lost": null | LogProgressProjectionLost
}

export type LogProgressProjectionState = "running" | "failed" | "rebuilding"

export type LogProgressProjectionFailure = {
  "event": LogProgressProjectionFailureEvent
  "error": string
  "field"?: string
}

export type LogProgressProjectionFailureEvent = {
  "id": string
  "type": string
  "stream": string
  "position": Position
}

export type LogProgressProjectionLost = {
  "records": number
  "ids": (string)[]
}

export type LogProgressSaga = {
  "name": string
  "position": Position
  "lag": number
  "state": LogProgressSagaState
  "failure"?: LogProgressSagaFailure
  "instances": number
  "timers": LogProgressSagaTimers
  "outbox": LogProgressSagaOutbox
  "deadLetters": number
  [name: string]: unknown
}

export type LogProgressSagaState = "running" | "catching-up" | "failed"

export type LogProgressSagaFailure = {
  "message": string
  "at": string
  "event"?: LogProgressSagaFailureEvent
}

export type LogProgressSagaFailureEvent = {
  "id": string
  "type": string
  "stream": string
  "position": Position
}

export type LogProgressSagaTimers = {
  "set": number
  "due": number
  "next": string | null
}

export type LogProgressSagaOutbox = {
  "waiting": number
  "retrying": number
  "oldest": string | null
}

export type WritersMessage = {
  "writers": Writers
}

export type Writers = {
  "topic": Topic
  "people": (WritersPeopleItem)[]
}

export type WritersPeopleItem = {
  "id": string
  "name": string
}

export type PositionMessage = {
  "position": Position
}

export type ErrorMessage = {
  "error": Refusal
}

export type Refusal = {
  "code": string
  "message": string
  "field"?: string
}

export type SubscribeMessage = {
  "subscribe": Topic
  "after"?: Position
}

export type UnsubscribeMessage = {
  "unsubscribe": Topic
}

export type WritingMessage = {
  "writing": Topic
  "on": boolean
}
