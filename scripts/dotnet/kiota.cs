// The way through the API with a client by Kiota. Arguments: where it runs, e-mail, password.
using System.Text;
using Hindsight.Client;
using Hindsight.Client.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

var (url, email, password) = (args[0], args[1], args[2]);
var failed = 0;
void Check(string what, bool right)
{
    Console.WriteLine($"{(right ? "ok  " : "FAIL")} {what}");
    if (!right) failed++;
}

// Kiota's own providers of credentials refuse plain HTTP, also on this machine.
using var http = KiotaClientFactory.Create();
var client = new HindsightClient(
    new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = url });
var session = await client.Api.SignIn.PostAsync(
    new PostSignIn { Email = email, Password = password }, request => request.QueryParameters.Token = true);
Check("sign-in gives a token", session?.Token is not null);
http.DefaultRequestHeaders.Authorization = new("Bearer", session!.Token);

var run = Guid.NewGuid().ToString("N")[..8];
var company = $"Engines {run}";
Task<CommandResult?> Capture(string source, string key) => client.Api.Leads.PostAsync(
    new CaptureLead
    {
        Name = new PersonNameInput { First = "Ada", Last = "Byron" },
        Company = company,
        Source = source,
    },
    request => request.Headers.Add("Idempotency-Key", key));

var first = await Capture("web", $"{run}-1");
var second = await Capture("web", $"{run}-1");
Check("the same key has effect once", first!.Id == second!.Id && second.Repeated == true && first.Repeated == false);
try
{
    await Capture("fair", $"{run}-1");
    Check("a key for another request is refused", false);
}
catch (Problem refused)
{
    Check("a key for another request is 422, a typed problem",
        refused.ResponseStatusCode == 422 && refused.Type == "/problems/key-reused");
}
var third = await Capture("web", $"{run}-2");

var ids = new List<Guid?>();
long? total = null;
string? cursor = null;
var from = DateTimeOffset.Now.AddHours(-1);
do
{
    var page = await client.Api.Leads.GetAsync(request =>
    {
        request.QueryParameters.Limit = 1;
        request.QueryParameters.Cursor = cursor;
        request.QueryParameters.SortAsLeadSort = LeadSort.Company;
        request.QueryParameters.Total = true;
        request.QueryParameters.StatusAsLeadStatus = LeadStatus.New;
        request.QueryParameters.Company = company;
        request.QueryParameters.CreatedAtFrom = from;
        request.Headers.Add("X-Min-Position", third!.Position!);
    });
    ids.AddRange(page!.Items!.Select(item => item.Id));
    total = page.Total;
    cursor = page.Next;
} while (cursor is not null);
Check("a filtered list comes in pages, with its total", ids.Count == 2 && total == 2 && ids.Contains(first.Id));

var one = client.Api.Leads[first.Id!.Value];
var lead = await one.GetAsync();
Task<CommandResult?> Change(string country) => one.PatchAsync(
    new ChangeLead { Country = country }, request => request.Headers.Add("If-Match", $"\"{lead!.Revision}\""));
var changed = await Change("GB");
Check("a change names the revision it was made of", changed!.Revision > lead!.Revision);
try
{
    await Change("FR");
    Check("a change of what was not read is refused", false);
}
catch (Problem stale)
{
    Check("a change of what was not read is 412, with what happened meanwhile",
        stale.ResponseStatusCode == 412 && stale.Current?.Revision == changed.Revision);
}
var past = await one.GetAsync(request =>
{
    request.QueryParameters.AsOf = DateTimeOffset.Now;
    request.QueryParameters.BasisAsTimeBasis = TimeBasis.Recorded;
});
Check("an instant is sent with its offset", past!.Id == first.Id);

var quotes = await client.Api.Quotes.GetAsync(request =>
{
    request.QueryParameters.Limit = 1;
    request.QueryParameters.StatusAsQuoteStatus = QuoteStatus.Sent;
});
foreach (var quote in quotes!.Items!)
{
    await using var pdf = await client.Api.Quotes[quote.Id!.Value].Document.GetAsync();
    var begins = new byte[5];
    await pdf!.ReadExactlyAsync(begins);
    Check("a quote comes as a PDF", Encoding.ASCII.GetString(begins) == "%PDF-");
}
if (quotes.Items!.Count == 0) Console.WriteLine("---  there is no quote that was sent");

var job = await client.Api.Exports.PostAsync(new PostExports
{
    Query = new PostExportsQuery { Kind = PostExportsQueryKind.Record, Aggregate = "lead", Id = first.Id },
});
while (job!.State == JobState.Running)
{
    await Task.Delay(50);
    job = await client.Api.Jobs[job.Id!.Value].GetAsync();
}
var result = job.Result;
var export = Guid.Parse(result!.Path!.Split('/')[3]);
await using var bundle = await client.Api.Exports[export].File.GetAsync();
using var bytes = new MemoryStream();
await bundle!.CopyToAsync(bytes);
Check("an export is begun, followed and downloaded", job.State == JobState.Done && bytes.Length > 1000);

Environment.Exit(failed == 0 ? 0 : 1);
