// The way through the API with a client by NSwag. Arguments: where it runs, e-mail, password.
using System.Text;
using Hindsight.Client;

var (url, email, password) = (args[0], args[1], args[2]);
var failed = 0;
void Check(string what, bool right)
{
    Console.WriteLine($"{(right ? "ok  " : "FAIL")} {what}");
    if (!right) failed++;
}

using var http = new HttpClient();
var client = new HindsightClient(http) { BaseUrl = url };
var session = await client.PostSignInAsync(true, new PostSignIn { Email = email, Password = password });
Check("sign-in gives a token", session.Token is not null);
http.DefaultRequestHeaders.Authorization = new("Bearer", session.Token);

var run = Guid.NewGuid().ToString("N")[..8];
var company = $"Engines {run}";
Task<CommandResult> Capture(string source, string key) => client.CaptureLeadAsync(
    key, null, null, null, null,
    new CaptureLead
    {
        Name = new PersonNameInput { First = "Ada", Last = "Byron" },
        Company = company,
        Source = source,
    });

var first = await Capture("web", $"{run}-1");
var second = await Capture("web", $"{run}-1");
Check("the same key has effect once", first.Id == second.Id && second.Repeated && !first.Repeated);
try
{
    await Capture("fair", $"{run}-1");
    Check("a key for another request is refused", false);
}
catch (ApiException<Problem> refused)
{
    Check("a key for another request is 422, a typed problem",
        refused.StatusCode == 422 && refused.Result.Type == "/problems/key-reused");
}
var third = await Capture("web", $"{run}-2");

var ids = new List<Guid>();
long? total = null;
string? cursor = null;
var from = DateTimeOffset.Now.AddHours(-1);
do
{
    var page = await client.GetLeadsAsync(
        limit: 1, cursor: cursor, sort: LeadSort.Company, total: true, q: null, where: null, status: LeadStatus.New,
        ownerId: null, source: null, heat: null, country: null, company: company, converting: null, scoreFrom: null,
        scoreTo: null, createdAtFrom: from, createdAtTo: null, asOf: null, basis: null, x_Min_Position: third.Position);
    ids.AddRange(page.Items.Select(item => item.Id));
    total = page.Total;
    cursor = page.Next;
} while (cursor is not null);
Check("a filtered list comes in pages, with its total", ids.Count == 2 && total == 2 && ids.Contains(first.Id));

var lead = await client.GetLeadAsync(first.Id, null, null, null);
Task<CommandResult> Change(string country) => client.ChangeLeadAsync(
    first.Id, null, $"\"{lead.Revision}\"", null, null, null, null, new ChangeLead { Country = country });
var changed = await Change("GB");
Check("a change names the revision it was made of", changed.Revision > lead.Revision);
try
{
    await Change("FR");
    Check("a change of what was not read is refused", false);
}
catch (ApiException<Problem> stale)
{
    Check("a change of what was not read is 412, with what happened meanwhile",
        stale.StatusCode == 412 && stale.Result.Current?.Revision == changed.Revision);
}
var past = await client.GetLeadAsync(first.Id, DateTimeOffset.Now, TimeBasis.Recorded, null);
Check("an instant is sent with its offset", past.Id == first.Id);

var quotes = await client.GetQuotesAsync(1, null, null, null, null, null, null, null, null, null, QuoteStatus.Sent, null,
    null, null, null, null, null);
foreach (var quote in quotes.Items)
{
    using var pdf = await client.GetQuotesDocumentAsync(null, null, quote.Id, null);
    var begins = new byte[5];
    await pdf.Stream.ReadExactlyAsync(begins);
    Check("a quote comes as a PDF", Encoding.ASCII.GetString(begins) == "%PDF-");
}
if (quotes.Items.Count == 0) Console.WriteLine("---  there is no quote that was sent");

var job = await client.PostExportsAsync(new PostExports
{
    Query = new PostExportsQuery { Kind = PostExportsQueryKind.Record, Aggregate = "lead", Id = first.Id },
});
while (job.State == JobState.Running)
{
    await Task.Delay(50);
    job = await client.GetJobsByIdAsync(job.Id);
}
var export = Guid.Parse(job.Result!.Path!.Split('/')[3]);
using var bundle = await client.GetExportsFileAsync(export);
using var bytes = new MemoryStream();
await bundle.Stream.CopyToAsync(bytes);
Check("an export is begun, followed and downloaded", job.State == JobState.Done && bytes.Length > 1000);

Environment.Exit(failed == 0 ? 0 : 1);
