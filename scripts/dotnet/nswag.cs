// The way through the API with a client by NSwag. Arguments: where it runs, e-mail, password.
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hindsight.Client;

var (url, email, password) = (args[0], args[1], args[2]);
var failures = 0;
void Check(string what, bool right)
{
    Console.WriteLine($"{(right ? "ok  " : "FAIL")} {what}");
    if (!right) failures++;
}

using var http = new HttpClient();
var client = new HindsightClient(http) { BaseUrl = url };
var session = await client.PostSignInAsync(token: true, new PostSignIn { Email = email, Password = password });
Check("sign-in gives a token", session.Token is not null);
http.DefaultRequestHeaders.Authorization = new("Bearer", session.Token);

var run = Guid.NewGuid().ToString("N")[..8];
CaptureLead Lead(string source) => new()
{
    Name = new PersonNameInput { First = "Ada", Last = "Byron" },
    Company = $"Engines {run}",
    Source = source,
};
Task<CommandResult> Capture(CaptureLead lead, string key) =>
    client.CaptureLeadAsync(idempotency_Key: key, null, null, null, null, lead);

var first = await Capture(Lead("web"), $"{run}-1");
var second = await Capture(Lead("web"), $"{run}-1");
Check("a repeated key has effect once", first.Id == second.Id && second.Repeated);
try
{
    await Capture(Lead("fair"), $"{run}-1");
    Check("a key for another request is refused", false);
}
catch (ApiException<Problem> refused)
{
    Check("a key for another request is 422, a typed problem",
        refused.StatusCode == 422 && refused.Result.Type == "/problems/key-reused");
}
var third = await Capture(Lead("web"), $"{run}-2");
