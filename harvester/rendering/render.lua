-- Renders one page in Splash and waits until it holds what is wanted. page.py tells what the arguments mean.

-- Whether an address is refused by its looks. `harvester splash` refuses private addresses by what they resolve to, too.
local function private(url, allowed)
  local _, _, scheme, place = url:find("^(%a+)://([^/?#]*)")
  if scheme == nil then return not (url:find("^data:") or url:find("^about:")) end
  local _, at = place:find(".*@")
  place = place:sub((at or 0) + 1):lower()
  local _, _, host, port = place:find("^(.-):(%d+)$")
  host = host or place
  port = port or (scheme == "https" and "443" or "80")
  for _, may in ipairs(allowed) do if may == host .. ":" .. port then return false end end
  if host:find("^%[") then return not host:find("^%[[23]") or host:find("^%[2002:") ~= nil end
  if host:sub(-1) == "." then host = host:sub(1, -2) end
  if not host:find(".", 1, true) then return true end
  local _, _, last = host:find("([^.]+)$")
  if last == "localhost" or last == "local" or last == "internal" or last == "test" or last == "arpa" then return true end
  if not (last:find("^%d+$") or last:find("^0x")) then return false end
  local _, _, a, b, c = host:find("^(%d+)%.(%d+)%.(%d+)%.%d+$")
  a, b, c = tonumber(a), tonumber(b), tonumber(c)
  if a == nil then return true end
  return a == 0 or a == 10 or a == 127 or a >= 224 or (a == 169 and b == 254) or (a == 172 and b >= 16 and b <= 31)
    or (a == 192 and b == 168) or (a == 192 and b == 0 and c == 0) or (a == 100 and b >= 64 and b <= 127) or (a == 198 and (b == 18 or b == 19))
end

-- What the page may ask and be; the result notes what it was refused, and whether an answer said that it is too large.
local function guard(splash, args)
  local noted = {refused = {}, large = false}
  splash.images_enabled = false
  splash.media_source_enabled = false
  splash.resource_timeout = args.page_timeout * 0.6
  splash:set_user_agent(args.agent)
  if args.cookies then splash:init_cookies(args.cookies) end
  splash:on_request(function(request)
    if private(request.url, args.allowed) then
      noted.refused[#noted.refused + 1] = request.url
      request:abort()
    end
  end)
  splash:on_response_headers(function(response)
    local size = tonumber(response.headers["Content-Length"])
    if size and size > args.largest then noted.large = true; response:abort() end
  end)
  return noted
end

-- Until what is wanted is there and quiet, or nothing comes any more, or the time is over: the last look, and whether it came to rest.
local function settle(splash, args, look, elapsed)
  local size, still, since_found = nil, elapsed(), nil
  while true do
    local seen, now = look(), elapsed()
    if seen[2] ~= size then size, still = seen[2], now end
    if seen[2] > args.largest then return seen, false end
    if seen[3] and not since_found then since_found = now end
    if seen[3] and (now - still >= args.quiet or now - since_found >= args.enough) then return seen, true end
    if not seen[3] and seen[1] and now - still >= args.patience then return seen, true end
    if now >= args.page_timeout then return seen, false end
    splash:wait(args.step)
  end
end

-- Settles, then goes down a list as long as it grows.
local function settle_and_scroll(splash, args, look, elapsed)
  local seen, settled = settle(splash, args, look, elapsed)
  for _ = 1, args.scrolls do
    if not seen[3] or elapsed() >= args.page_timeout then break end
    local before, last = seen[4], math.min(elapsed() + args.growth, args.page_timeout)
    splash:runjs(args.scroll)
    while elapsed() < last and seen[4] <= before do
      splash:wait(args.step)
      seen = look()
    end
    if seen[4] <= before then break end
    seen, settled = settle(splash, args, look, elapsed)
  end
  return seen, settled
end

function main(splash, args)
  local noted = guard(splash, args)
  local began = splash:get_perf_stats().walltime
  local function elapsed() return splash:get_perf_stats().walltime - began end
  local ok, reason = splash:go{args.url, headers = args.request_headers}
  if reason and reason:find("^webkit102") then return {download = true, refused = noted.refused} end
  if noted.large then return {large = true, refused = noted.refused} end
  if not ok and #splash:history() == 0 and #noted.refused == 0 then return {cause = reason} end
  local probe = splash:jsfunc(args.probe)
  local function look()
    local good, seen = pcall(probe, args.marks, args.pattern)
    if good and seen then return seen end
    return {false, -1, false, 0}
  end
  local seen, settled = settle_and_scroll(splash, args, look, elapsed)
  if seen[2] > args.largest then return {large = true, refused = noted.refused} end
  local html = splash:html()
  if #html > args.largest then return {large = true, refused = noted.refused} end
  local last = splash:history()[#splash:history()]
  return {html = html, url = last and last.request.url, status = last and last.response.status, cause = reason, settled = settled, found = seen[3],
          refused = noted.refused, cookies = splash:get_cookies()}
end
