-- What wrk sends: `wrk -s requests.lua <url of the todos> -- <load> <file>`. The file has a line for each account of the
-- load, the header by which it asks, in the order of their ids from 1. The account and the todo are random, and the same for
-- every peer; account n of data.ts has the todos n, n + 1000, n + 2000 and so on.
local accounts, todosOfAccount = 1000, 100
local headers, make = {}, nil

local function send(method, path, who, body)
  local head = method .. ' ' .. path .. ' HTTP/1.1\r\nHost: ' .. wrk.headers['Host'] .. '\r\n' .. headers[who] .. '\r\n'
  if not body then return head .. '\r\n' end
  return head .. 'Content-Type: application/json\r\nContent-Length: ' .. #body .. '\r\n\r\n' .. body
end

local function todoOf(who)
  return wrk.path .. '/' .. (who + accounts * math.random(0, todosOfAccount - 1))
end

local loads = {
  ['read one'] = function(who) return send('GET', todoOf(who), who) end,
  ['page of 50'] = function(who) return send('GET', wrk.path, who) end,
  create = function(who)
    local due = os.date('!%Y-%m-%dT%H:%M:%SZ', 4102444800 + math.random(0, 31536000))
    local body = string.format('{"description":"todo %d","due_date":"%s"}', math.random(1, 1000000), due)
    return send('POST', wrk.path, who, body)
  end,
  patch = function(who)
    return send('PATCH', todoOf(who), who, string.format('{"description":"todo %d"}', math.random(1, 1000000)))
  end
}

function init(args)
  make = loads[args[1]]
  for line in io.lines(args[2]) do headers[#headers + 1] = line end
  math.randomseed(1)
end

function request()
  return make(math.random(1, #headers))
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%f,"p50Ms":%f,"p99Ms":%f,"failed":%d}\n', summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.status + e.timeout
  ))
end
